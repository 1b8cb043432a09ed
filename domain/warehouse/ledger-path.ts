import type { LedgerPath } from '../ledger-path';

/** Every raw event of a date that the warehouse shows must be in it. */
export const MIRRORED_PATH = {
  name: 'mirrored',
  expected: { athena: 'events-due-in-warehouse' },
  found: { redshift: 'warehouse-events' },
  isComparedWithRaw: true,
} as const satisfies LedgerPath;
