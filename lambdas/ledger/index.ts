export { readAccounts, readNewestAccount } from './account-book';
export { noteItems, writeNotes } from './ledger-notes';
export { type LedgerScope, ledgerScopeOf } from './ledger-scope';
