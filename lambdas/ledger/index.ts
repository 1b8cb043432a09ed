export { readAccounts, readNewestAccount } from './account-book';
export { LEDGER_NAMES } from './env';
export { noteItems, writeNotes } from './ledger-notes';
export { type LedgerScope, ledgerScopeOf } from './ledger-scope';
