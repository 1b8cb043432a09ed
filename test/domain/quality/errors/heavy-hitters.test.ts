import fc from 'fast-check';
import { HeavyHitters } from '../../../../domain/quality/errors/heavy-hitters';

const PLACES = 8;
const added = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const hitters = new HeavyHitters(PLACES, () => undefined);
  for (const key of keys) hitters.add(key);
  return new Map(hitters.entries().map(({ key, count }) => [key, count]));
};
const trueCounts = (keys: readonly string[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
};
/** Few keys are frequent, and many are rare. */
const someKeys = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 0, max: 500 })).map((key) => `key-${key}`),
  { maxLength: 400 },
);

describe('heavy hitters', () => {
  it('are exact while there are no more keys than places, in any order', () => {
    const few = fc.array(fc.integer({ min: 1, max: PLACES }).map(String));
    fc.assert(fc.property(few, (keys) => expect(added(keys)).toEqual(trueCounts(keys))));
  });

  it('contain each key that is more frequent than its share of the places, and count none too high', () => {
    fc.assert(
      fc.property(someKeys, (keys) => {
        const found = added(keys);
        const error = keys.length / PLACES;
        expect(found.size).toBeLessThanOrEqual(PLACES);
        for (const [key, count] of trueCounts(keys)) {
          if (count > error) expect(found.has(key)).toBe(true);
          if (!found.has(key)) continue;
          expect(found.get(key)).toBeLessThanOrEqual(count);
          expect(found.get(key)).toBeGreaterThanOrEqual(count - error);
        }
      }),
    );
  });

  it('keep a detail with each key, which begins anew for a key that takes a place', () => {
    const hitters = new HeavyHitters(1, () => ({ times: 0 }));
    hitters.add('one').times++;
    hitters.add('one').times++;
    expect(hitters.entries()).toEqual([{ key: 'one', count: 2, detail: { times: 2 } }]);
    hitters.add('other').times++;
    expect(hitters.entries()).toEqual([{ key: 'other', count: 1, detail: { times: 1 } }]);
  });
});
