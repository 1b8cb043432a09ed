import { readEnvironment } from '../../foundation/env';

const NAMES = ['ERROR_CODES_TABLE_NAME'] as const;

/** The environment of `show-errors`. */
export type ShowErrorsEnv = Record<(typeof NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): ShowErrorsEnv => readEnvironment(NAMES);
