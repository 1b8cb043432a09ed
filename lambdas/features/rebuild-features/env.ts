import { readEnvironment } from '../../foundation/env';

const NAMES = [
  'LAKE_BUCKET_NAME',
  'DATABASE_NAME',
  'WORKGROUP_NAME',
  'REBUILD_QUEUE_URL',
  'REBUILD_DEAD_LETTERS_URL',
  'FEATURES_TABLE_NAME',
  'CATALOG_TABLE_NAME',
  'FEATURE_RETENTION_DAYS',
  'METRICS_NAMESPACE',
] as const;

/** The environment of `rebuild-features`. FEATURE_RETENTION_DAYS: how long the features of an inactive viewer are kept. */
export type RebuildFeaturesEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): RebuildFeaturesEnv => readEnvironment(NAMES);
