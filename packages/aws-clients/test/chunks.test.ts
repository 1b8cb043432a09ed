import { chunksOf, mapConcurrently } from '../src/chunks';

describe('chunksOf', () => {
  it('splits items into chunks of at most the given size, in order', () => {
    expect(chunksOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
    expect(chunksOf([], 2)).toEqual([]);
  });
});

describe('mapConcurrently', () => {
  it('limits the number of items that it maps at a time, and keeps their order', async () => {
    let [running, most] = [0, 0];
    const double = async (item: number): Promise<number> => {
      most = Math.max(most, ++running);
      await Promise.resolve();
      running -= 1;
      return 2 * item;
    };
    expect(await mapConcurrently([1, 2, 3, 4, 5], 2, double)).toEqual([2, 4, 6, 8, 10]);
    expect(most).toBe(2);
  });
});
