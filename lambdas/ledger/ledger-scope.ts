import type { Audit } from '../../domain/ledger/audit';
import type { LedgerEnv } from '../foundation/env';

/** Where notes are kept, and which events they cover. */
export interface LedgerScope {
  readonly tableName: string;
  /** The number of partition keys over which the notes of one kind and period are spread. */
  readonly salts: number;
  readonly keepMs: number;
  readonly audit: Audit;
}

/** Reads the scope from an environment. */
export const ledgerScopeOf = (env: LedgerEnv): LedgerScope => ({
  tableName: env.LEDGER_TABLE_NAME,
  salts: Number(env.LEDGER_SALTS),
  keepMs: Number(env.LEDGER_KEEP_SECONDS) * 1_000,
  audit: { suffix: env.AUDITED_EVENTS.slice(1), periodMs: Number(env.LEDGER_PERIOD_SECONDS) * 1_000 },
});
