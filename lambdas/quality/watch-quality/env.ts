import { readEnvironment } from '../../foundation/env';

const NAMES = ['METRICS_NAMESPACE', 'CDNS'] as const;

/** The environment of `watch-quality`. CDNS: those that get cohorts of their own, comma-separated. */
export type WatchQualityEnv = Record<(typeof NAMES)[number], string>;

/** Throws, naming what is missing. */
export const readEnv = (): WatchQualityEnv => readEnvironment(NAMES);
