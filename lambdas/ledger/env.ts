/** Settings on which the writers of the ledger and its reader must agree, as each of them has them in its environment. */
export const LEDGER_NAMES = [
  'LEDGER_TABLE_NAME',
  'LEDGER_SALTS',
  'LEDGER_PERIOD_SECONDS',
  'LEDGER_KEEP_SECONDS',
  'AUDITED_EVENTS',
] as const;

/** AUDITED_EVENTS: a LIKE pattern for the ids of audited events, `%` for all. LEDGER_KEEP_SECONDS: how long notes are kept. */
export type LedgerEnv = Record<(typeof LEDGER_NAMES)[number], string>;
