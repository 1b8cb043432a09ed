import { LEDGER_NAMES, readEnvironment, SUPPRESSION_NAMES } from '../../foundation/env';

const NAMES = [
  'EVENT_STREAM_NAME',
  'EVENT_BUCKETS',
  'OVERFLOW_QUEUE_URL',
  'QUALITY_QUEUE_URL',
  'QUARANTINE_STREAM_NAME',
  'PSEUDONYM_SECRET_ARN',
  ...SUPPRESSION_NAMES,
  'ALLOWED_ORIGINS',
  ...LEDGER_NAMES,
] as const;

/**
 * The environment of `collect`. ALLOWED_ORIGINS: comma-separated, `*` for any. EVENT_BUCKETS: the number of session
 * buckets.
 */
export type CollectEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): CollectEnv => readEnvironment(NAMES);
