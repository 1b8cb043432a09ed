import { completenessOf, verifiedUpTo, watermarkOf } from '../../../domain/live/completeness';
import { NOW } from '../../support/events';

describe('the watermark', () => {
  it('is as far as the slowest bucket is counted', () => {
    expect(watermarkOf(new Map(Object.entries({ 0: 30, 1: 10, 2: 20 }).map(([b, at]) => [Number(b), at])), 3)).toBe(10);
  });

  it('is not known until every bucket has been heard of', () => {
    expect(
      watermarkOf(
        new Map([
          [0, 30],
          [2, 20],
        ]),
        3,
      ),
    ).toBeUndefined();
    expect(watermarkOf(new Map(), 1)).toBeUndefined();
  });

  it('is not held back by buckets that are there no more', () => {
    expect(
      watermarkOf(
        new Map([
          [0, 30],
          [1, 20],
          [2, 5],
        ]),
        2,
      ),
    ).toBe(20);
  });
});

describe('what is verified', () => {
  it('reaches to the last time that the overflow was seen empty and the watermark has passed', () => {
    expect(verifiedUpTo([10, 20, 30], 25)).toBe(20);
    expect(verifiedUpTo([10, 20, 30], 20)).toBe(20);
    expect(verifiedUpTo([10, 20, 30], 99)).toBe(30);
  });

  it('is nothing while the watermark, or an empty overflow before it, is missing', () => {
    expect(verifiedUpTo([10], undefined)).toBeUndefined();
    expect(verifiedUpTo([10], 9)).toBeUndefined();
    expect(verifiedUpTo([], 99)).toBeUndefined();
  });
});

describe('an instant', () => {
  const horizons = { reportMs: 10_500, closeAfterMs: 180_000 };
  const judge = (watermark?: number, verified?: number) => completenessOf(NOW, watermark, verified, horizons);

  it('is complete once everything is counted that players on time have reported', () => {
    expect(judge(NOW + 10_500, NOW + 10_499)).toMatchObject({ complete: false, verifiedUpToMs: NOW + 10_499 });
    expect(judge(NOW + 10_500, NOW + 10_500)).toMatchObject({ complete: true, closed: false });
  });

  it('closes once whatever arrives is too late for it, even where an overflow keeps it from being complete', () => {
    expect(judge(NOW + 179_999)).toMatchObject({ closed: false });
    expect(judge(NOW + 180_000)).toEqual({ complete: false, closed: true, verifiedUpToMs: undefined });
  });

  it('is neither while nothing is known of the stream', () => {
    expect(judge()).toEqual({ complete: false, closed: false, verifiedUpToMs: undefined });
  });
});
