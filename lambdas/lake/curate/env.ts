import { readEnvironment } from '../../foundation/env';

const NAMES = [
  'LAKE_BUCKET_NAME',
  'DATABASE_NAME',
  'WORKGROUP_NAME',
  'CURATION_QUEUE_URL',
  'CURATION_DEAD_LETTERS_URL',
  'CURATION_SLICES',
  'LATE_EVENTS_SHARE',
  'LATE_DATES_PER_RUN',
  'SUPERSEDED_RUN_GRACE_SECONDS',
  'METRICS_NAMESPACE',
] as const;

/** The environment of `curate`. */
export type CurateEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): CurateEnv => readEnvironment(NAMES);
