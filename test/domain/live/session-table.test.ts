import fc from 'fast-check';
import { SessionTable } from '../../../domain/live/session-table';

const NAME = ({ high, low }: { readonly high: number; readonly low: number }): string => `${high} ${low}`;

/** Hashes that often collide in a slot: few high halves, and low halves that differ only in their upper bits. */
const hashes = fc.record({
  high: fc.constantFrom(0, 1, 0xffffffff),
  low: fc.tuple(fc.nat(3), fc.nat(40)).map(([bits, times]) => (times * 65_536 + bits) >>> 0),
});

describe('SessionTable', () => {
  it('returns for each session the number that was set last, like a Map', () => {
    const given = fc.array(fc.tuple(hashes, fc.nat(0xfffffffe)), { maxLength: 400 });
    fc.assert(
      fc.property(given, hashes, (pairs, other) => {
        const [table, map] = [new SessionTable(), new Map<string, number>()];
        for (const [hash, value] of pairs) {
          table.set(hash, value);
          map.set(NAME(hash), value);
        }
        expect(table.size).toBe(map.size);
        for (const hash of [...pairs.map(([one]) => one), other]) expect(table.get(hash)).toBe(map.get(NAME(hash)));
      }),
    );
  });

  it('loses no session as it grows', () => {
    const table = new SessionTable();
    for (let n = 0; n < 50_000; n++) table.set({ high: n, low: Math.imul(n, 0x9e3779b1) >>> 0 }, n);
    expect(table.size).toBe(50_000);
    for (let n = 0; n < 50_000; n += 7) expect(table.get({ high: n, low: Math.imul(n, 0x9e3779b1) >>> 0 })).toBe(n);
    expect(table.get({ high: 50_000, low: 0 })).toBeUndefined();
  });
});
