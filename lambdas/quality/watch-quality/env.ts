import { readEnvironment } from '../../foundation/env';

const NAMES = [
  ...(['METRICS_NAMESPACE', 'CDNS', 'SLOW_START_MS'] as const),
  ...(['ERROR_CODES_TABLE_NAME', 'QUALITY_SUMS_TABLE_NAME', 'QUALITY_SUMS_SALTS'] as const),
] as const;

/** The environment of `watch-quality`. CDNS: the CDNs that have their own cohorts, comma-separated. SLOW_START_MS: a longer start is slow. */
export type WatchQualityEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): WatchQualityEnv => readEnvironment(NAMES);
