import fc from 'fast-check';
import { type Account, compare, isSettled, toEntry } from '../../../domain/ledger/account';
import { balanceOf, byHour } from '../../../domain/ledger/balance';
import { eventId, NOW } from '../../support/events';
import { divisions } from '../../support/delivery';

/** The accepted events of an hour, the events that a path received, and these in random batches, some more than once. */
const deliveries = fc.tuple(fc.integer({ min: 1, max: 60 }), fc.array(fc.nat(59))).chain(([count, lost]) => {
  const accepted = Array.from({ length: count }, (_, n) => eventId(n));
  const kept = accepted.filter((_, n) => !lost.includes(n));
  return fc.tuple(fc.constant(accepted), fc.constant(kept), divisions([...kept, ...kept], 9));
});

describe('A path', () => {
  it('misses exactly the events that it never received, for any batches, copies and order of the others', () => {
    fc.assert(
      fc.property(deliveries, ([accepted, kept, batches]) => {
        const found = new Set<string>();
        for (const batch of batches) for (const id of batch) found.add(id);
        const comparison = compare(new Set(accepted), found);
        expect(comparison).toMatchObject({ expected: accepted.length, found: kept.length, unannounced: 0 });
        expect(toEntry(comparison, true).lost).toBe(accepted.length - kept.length);
        expect(isSettled(toEntry(comparison, true))).toBe(kept.length === accepted.length);
      }),
    );
  });

  it('misses an event even if it has other, unannounced events', () => {
    const comparison = compare(new Set([eventId(1), eventId(2)]), new Set([eventId(1), eventId(3), eventId(4)]));
    expect(comparison).toEqual({ expected: 2, found: 1, unannounced: 2, examples: [eventId(2)] });
  });

  it('loses nothing before its deadline', () => {
    const comparison = compare(new Set([eventId(1)]), new Set());
    expect(toEntry(comparison, false)).toMatchObject({ pending: 1, lost: 0 });
    expect(toEntry(comparison, true)).toMatchObject({ pending: 0, lost: 1 });
  });

  it('names only some of the missing events', () => {
    const many = new Set(Array.from({ length: 1_000 }, (_, n) => eventId(n)));
    expect(compare(many, new Set()).examples).toHaveLength(10);
  });

  it('that was never checked is not settled', () => expect(isSettled(undefined)).toBe(false));
});

describe('A balance', () => {
  const account = (minutes: number, lost: number): Account => ({
    period: NOW + minutes * 60_000,
    accepted: 10,
    refused: 1,
    entries: { counted: { expected: 10, found: 10 - lost, unannounced: 0, pending: 0, lost, examples: [] } },
  });

  it('sums accounts, also by hour, and has zeros for a path that was not checked', () => {
    const accounts = [account(0, 1), account(59, 2), account(60, 0)];
    expect(balanceOf(accounts)).toMatchObject({
      ...{ accepted: 30, refused: 3 },
      paths: { counted: { expected: 30, found: 27, lost: 3 }, raw: { expected: 0, found: 0, lost: 0 } },
    });
    expect(byHour(accounts).map(([hour, { paths }]) => [hour, paths.counted.lost])).toEqual([
      [NOW, 3],
      [NOW + 3_600_000, 0],
    ]);
  });
});
