import type { Audit } from '../../domain/ledger/audit';
import type { LedgerEnv } from '../foundation/env';

/** Where notes are kept, and of what. */
export interface LedgerScope {
  readonly tableName: string;
  /** Over how many partition keys each kind of note of a period is spread. */
  readonly salts: number;
  readonly keepMs: number;
  readonly audit: Audit;
}

/** Reads it from an environment. */
export const ledgerScopeOf = (env: LedgerEnv): LedgerScope => ({
  tableName: env.LEDGER_TABLE_NAME,
  salts: Number(env.LEDGER_SALTS),
  keepMs: Number(env.LEDGER_KEEP_SECONDS) * 1_000,
  audit: { suffix: env.AUDITED_EVENTS.slice(1), periodMs: Number(env.LEDGER_PERIOD_SECONDS) * 1_000 },
});
