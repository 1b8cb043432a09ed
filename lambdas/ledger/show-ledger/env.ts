import { LEDGER_NAMES, readEnvironment } from '../../foundation/env';

/** The environment of `show-ledger`. */
export type ShowLedgerEnv = Record<(typeof LEDGER_NAMES)[number], string>;

/** Throws with the names of missing variables. */
export const readEnv = (): ShowLedgerEnv => readEnvironment(LEDGER_NAMES);
