import { readEnvironment } from '../shared/env';

const NAMES = ['FEATURES_TABLE_NAME', 'CATALOG_TABLE_NAME', 'FEATURE_RETENTION_DAYS', 'METRICS_NAMESPACE'] as const;

/** The environment of `update-features`. FEATURE_RETENTION_DAYS: how long a quiet viewer's features are kept. */
export type UpdateFeaturesEnv = Record<(typeof NAMES)[number], string>;

/** Throws, naming what is missing. */
export const readEnv = (): UpdateFeaturesEnv => readEnvironment(NAMES);
