import { readEnvironment, SUPPRESSION_NAMES } from '../../foundation/env';

const NAMES = [
  'LAKE_BUCKET_NAME',
  'PSEUDONYM_SECRET_ARN',
  ...SUPPRESSION_NAMES,
  'ERASURE_QUEUE_URL',
  'VIEWER_STORES',
] as const;

/** The environment of `request-erasure`. */
export type RequestErasureEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): RequestErasureEnv => readEnvironment(NAMES);
