import type { Account, Entry } from '../../../../domain/ledger/account';
import { ledgerTables } from '../../../../lambdas/ledger/show-ledger/ledger-tables';
import { NOW } from '../../../support/events';

const entry = (found: number, missing: Partial<Pick<Entry, 'pending' | 'lost'>> = {}): Entry => ({
  ...{ expected: 0, found, unannounced: 0, pending: 0, lost: 0, examples: [] },
  ...missing,
});
const account = (minutes: number, entries: Account['entries']): Account => ({
  ...{ period: NOW + minutes * 60_000, accepted: 10, refused: 1 },
  entries,
});

describe('ledgerTables', () => {
  it('sums accounts by hour, newest first, and shows pending and lost events', () => {
    const table = ledgerTables(
      [
        account(0, { counted: entry(10), raw: entry(8, { lost: 2 }) }),
        account(15, { counted: entry(10) }),
        account(60, { counted: entry(7, { pending: 3 }) }),
      ],
      [],
    );
    expect(table.split('\n').slice(2, 4)).toEqual([
      '| 2026-11-02 21:00 | 10 | 1 | 7, 3 pending | 0 | 0 | 0 | 0 |',
      '| 2026-11-02 20:00 | 20 | 2 | 20 | 8, 2 LOST | 0 | 0 | 0 |',
    ]);
  });

  it('sums gaps by app version, largest loss first, and escapes Markdown in their names', () => {
    const gaps = (appVersion: string, missing: number) => ({ deviceType: 'web', appVersion, expected: 100, missing });
    const table = ledgerTables([], [gaps('1.0', 1), gaps('*2*', 2), gaps('1.0', 3)]);
    expect(table.split('\n').slice(-2)).toEqual(['| 1&#46;0 | web | 200 | 4 |', '| &#42;2&#42; | web | 100 | 2 |']);
  });
});
