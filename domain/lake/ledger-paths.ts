import type { LedgerPath } from '../ledger-path';

/** Every accepted event must be in the raw table. */
export const RAW_PATH = {
  name: 'raw',
  expected: { notes: 'accepted' },
  found: { athena: 'raw-events' },
} as const satisfies LedgerPath;

/** Every raw event must be curated; events of erased viewers count as found. */
export const CURATED_PATH = {
  name: 'curated',
  counts: 'curated-events',
  isComparedWithRaw: true,
} as const satisfies LedgerPath;
