import type { LedgerPath } from '../ledger-path';

/** Every accepted event must be counted: count-viewers notes an event after it has written its presence. */
export const COUNTED_PATH = {
  name: 'counted',
  expected: { notes: 'accepted' },
  found: { notes: 'counted' },
} as const satisfies LedgerPath;
