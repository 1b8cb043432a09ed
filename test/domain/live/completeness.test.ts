import { completenessOf, verifiedUpTo, watermarkOf } from '../../../domain/live/completeness';
import { NOW } from '../../support/events';

describe('The watermark', () => {
  it('equals the progress of the slowest bucket', () => {
    expect(watermarkOf(new Map(Object.entries({ 0: 30, 1: 10, 2: 20 }).map(([b, at]) => [Number(b), at])), 3)).toBe(10);
  });

  it('is undefined until every bucket has progress', () => {
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

  it('ignores buckets that no longer exist', () => {
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

describe('The verified time', () => {
  it('is the last time before the watermark at which the overflow queue was empty', () => {
    expect(verifiedUpTo([10, 20, 30], 25)).toBe(20);
    expect(verifiedUpTo([10, 20, 30], 20)).toBe(20);
    expect(verifiedUpTo([10, 20, 30], 99)).toBe(30);
  });

  it('is undefined without a watermark or without an empty overflow queue before it', () => {
    expect(verifiedUpTo([10], undefined)).toBeUndefined();
    expect(verifiedUpTo([10], 9)).toBeUndefined();
    expect(verifiedUpTo([], 99)).toBeUndefined();
  });
});

describe('An instant', () => {
  const horizons = { reportMs: 10_500, closeAfterMs: 180_000 };
  const stateAt = (watermark?: number, verified?: number) => completenessOf(NOW, watermark, verified, horizons);

  it('is complete once every report of a punctual player is counted', () => {
    expect(stateAt(NOW + 10_500, NOW + 10_499)).toMatchObject({ complete: false, verifiedUpToMs: NOW + 10_499 });
    expect(stateAt(NOW + 10_500, NOW + 10_500)).toMatchObject({ complete: true, closed: false });
  });

  it('closes once every new arrival is too late for it, even if an overflow prevents completeness', () => {
    expect(stateAt(NOW + 179_999)).toMatchObject({ closed: false });
    expect(stateAt(NOW + 180_000)).toEqual({ complete: false, closed: true, verifiedUpToMs: undefined });
  });

  it('is neither complete nor closed without a watermark', () => {
    expect(stateAt()).toEqual({ complete: false, closed: false, verifiedUpToMs: undefined });
  });
});
