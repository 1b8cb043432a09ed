import { readEnvironment, SUPPRESSED_VIEWERS_NAMES, UNREADABLE_NAMES } from '../../foundation/env';

const NAMES = ['FEATURES_TABLE_NAME', 'CATALOG_TABLE_NAME', ...SUPPRESSED_VIEWERS_NAMES, ...UNREADABLE_NAMES] as const;

/** The environment of `update-features`. */
export type UpdateFeaturesEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): UpdateFeaturesEnv => readEnvironment(NAMES);
