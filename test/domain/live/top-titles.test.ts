import fc from 'fast-check';
import { TOP_TITLES, topTitles } from '../../../domain/live/top-titles';

describe('topTitles', () => {
  it('names the most watched titles and sums the others', () => {
    const byTitle = new Map(Object.entries({ a: 1, b: 5, c: 3, d: 2 }));
    expect(topTitles(byTitle, 2)).toEqual({
      titles: [
        { contentId: 'b', streams: 5 },
        { contentId: 'c', streams: 3 },
      ],
      others: { titles: 2, streams: 3 },
    });
  });

  it('names at most a thousand titles', () => {
    const byTitle = new Map(Array.from({ length: 1_001 }, (_, n) => [`t${n}`, 1]));
    expect(TOP_TITLES).toBe(1_000);
    expect(topTitles(byTitle)).toMatchObject({ titles: { length: 1_000 }, others: { titles: 1, streams: 1 } });
  });

  it('loses no stream and returns the same result for any order of the titles', () => {
    const titles = fc.uniqueArray(fc.tuple(fc.string(), fc.integer({ min: 1, max: 3 })), {
      selector: ([name]) => name,
    });
    const shuffled = titles.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, fc.nat(10), ([some, again], limit) => {
        const top = topTitles(new Map(some), limit);
        const total = some.reduce((sum, [, streams]) => sum + streams, 0);
        expect(topTitles(new Map(again), limit)).toEqual(top);
        expect(top.titles.reduce((sum, { streams }) => sum + streams, top.others.streams)).toBe(total);
      }),
    );
  });
});
