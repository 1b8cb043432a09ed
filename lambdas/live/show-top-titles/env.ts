import { readEnvironment } from '../../foundation/env';

const NAMES = ['LIVE_COUNTS_TABLE_NAME'] as const;

/** The environment of `show-top-titles`. */
export type ShowTopTitlesEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): ShowTopTitlesEnv => readEnvironment(NAMES);
