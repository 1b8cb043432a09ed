import { readEnvironment } from '../../foundation/env';

const NAMES = [
  'LAKE_BUCKET_NAME',
  'DATABASE_NAME',
  'WORKGROUP_NAME',
  'ERASURE_QUEUE_URL',
  'ERASURE_DEAD_LETTERS_URL',
  'CURATION_SLICES',
  'SETTLED_AFTER_SECONDS',
  'OVERFLOW_QUEUE_URL',
  'FEATURES_TABLE_NAME',
  'LOAD_WAREHOUSE_NAME',
  'QUARANTINE_BUCKET_NAME',
  'VIEWER_STORES',
  'METRICS_NAMESPACE',
] as const;

/** The environment of `erase`. */
export type EraseEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): EraseEnv => readEnvironment(NAMES);
