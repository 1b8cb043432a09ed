import { readEnvironment } from '../../foundation/env';

const NAMES = ['EVENT_STREAM_NAME', 'EVENT_BUCKETS', 'QUARANTINE_STREAM_NAME', 'OVERFLOW_QUEUE_URL'] as const;

/** The environment of `drain-overflow`. */
export type DrainOverflowEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): DrainOverflowEnv => readEnvironment(NAMES);
