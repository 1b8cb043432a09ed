import * as fc from 'fast-check';
import { Random, ZipfSampler } from '../../../tools/simulator/random';

const draw = <T>(times: number, one: () => T): T[] => Array.from({ length: times }, one);
const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('Random', () => {
  it('draws the same numbers for the same seed, and other numbers for another seed', () => {
    fc.assert(
      fc.property(fc.string(), (seed) => {
        const [one, same, other] = [new Random(seed), new Random(seed), new Random(`${seed}+`)];
        const numbers = draw(20, () => one.uint32());
        expect(draw(20, () => same.uint32())).toEqual(numbers);
        expect(draw(20, () => other.uint32())).not.toEqual(numbers);
      }),
    );
  });

  it('has the right means of its distributions', () => {
    const random = new Random('means');
    expect(mean(draw(20_000, () => random.uniform(2, 4)))).toBeCloseTo(3, 1);
    expect(mean(draw(20_000, () => random.exponential(5)))).toBeCloseTo(5, 0);
    expect(mean(draw(20_000, () => random.poisson(3)))).toBeCloseTo(3, 1);
    expect(mean(draw(20_000, () => Math.log(random.lognormal(100, 0.5))))).toBeCloseTo(Math.log(100), 1);
    expect(mean(draw(20_000, () => (random.chance(0.3) ? 1 : 0)))).toBeCloseTo(0.3, 1);
  });

  it('creates unique UUIDs of version 4', () => {
    const random = new Random('ids');
    const ids = draw(10_000, () => random.uuid());
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
  });

  it('picks by weight', () => {
    const random = new Random('weights');
    const items = [{ weight: 1 }, { weight: 0 }, { weight: 3 }];
    const picked = draw(20_000, () => items.indexOf(random.weighted(items)));
    expect(picked.filter((index) => index === 1)).toEqual([]);
    expect(picked.filter((index) => index === 2).length / picked.length).toBeCloseTo(0.75, 1);
  });

  it('throws for an empty list', () => {
    expect(() => new Random('').pick([])).toThrow('no items to pick from');
  });
});

describe('ZipfSampler', () => {
  it('draws the first rank twice as often as the second, and reaches the last', () => {
    const random = new Random('zipf');
    const sampler = new ZipfSampler(10, 1);
    const counts = new Array<number>(10).fill(0);
    for (const rank of draw(60_000, () => sampler.sample(random))) counts[rank] = (counts[rank] ?? 0) + 1;
    expect((counts[0] ?? 0) / (counts[1] ?? 1)).toBeCloseTo(2, 0);
    expect((counts[0] ?? 0) / (counts[9] ?? 1)).toBeGreaterThan(8);
    expect(Math.min(...counts)).toBeGreaterThan(0);
  });
});
