import { readEnvironment } from '../../foundation/env';

const NAMES = ['METRICS_NAMESPACE', 'CDNS', 'ERROR_CODES_TABLE_NAME'] as const;

/** The environment of `watch-quality`. CDNS: the CDNs that have their own cohorts, comma-separated. */
export type WatchQualityEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): WatchQualityEnv => readEnvironment(NAMES);
