import type { LedgerPath } from '../ledger-path';

/** Every refused event must be in the quarantine. */
export const QUARANTINED_PATH = {
  name: 'quarantined',
  expected: { notes: 'refused' },
  found: { athena: 'quarantined-events' },
} as const satisfies LedgerPath;
