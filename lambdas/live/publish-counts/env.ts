import { readEnvironment } from '../../foundation/env';

const NAMES = [
  'EVENT_STREAM_NAME',
  'EVENT_BUCKETS',
  'OVERFLOW_QUEUE_URL',
  'PRESENCE_TABLE_NAME',
  'PRESENCE_SALTS',
  'LIVE_COUNTS_TABLE_NAME',
  'CLOSE_AFTER_SECONDS',
  'REST_AFTER_SECONDS',
  'KEEP_COUNTS_SECONDS',
  'METRICS_NAMESPACE',
] as const;

/** The environment of `publish-counts`. CLOSE_AFTER_SECONDS: how long an instant accepts late events. REST_AFTER_SECONDS: how long after the last viewer the publisher rests. */
export type PublishCountsEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): PublishCountsEnv => readEnvironment(NAMES);
