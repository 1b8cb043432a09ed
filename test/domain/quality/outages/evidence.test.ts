import { evidence } from '../../../../domain/quality/outages/evidence';

it('is zero if the ratio is not above the limit, and without a sample', () => {
  expect(evidence(5, 100, 0.05)).toBe(0);
  expect(evidence(0, 100, 0.05)).toBe(0);
  expect(evidence(0, 0, 0.05)).toBe(0);
});

it('grows with the sample and with the ratio', () => {
  expect(evidence(8, 10, 0.05)).toBeCloseTo(19.06, 1);
  expect(evidence(80, 100, 0.05)).toBeCloseTo(10 * evidence(8, 10, 0.05), 6);
  expect(evidence(9, 10, 0.05)).toBeGreaterThan(evidence(8, 10, 0.05));
  expect(evidence(10, 10, 0.05)).toBeCloseTo(10 * Math.log(20), 6);
});

/** How likely at least so many of the trials are bad, at a ratio. */
const tail = (bad: number, of: number, ratio: number): number => {
  let [probability, sum] = [(1 - ratio) ** of, 0];
  for (let n = 0; n <= of; n++) {
    if (n >= bad) sum += probability;
    probability *= ((of - n) / (n + 1)) * (ratio / (1 - ratio));
  }
  return sum;
};

it('is reached by chance no more often than Chernoff says, for any sample at the limit', () => {
  for (let of = 1; of <= 120; of++) {
    for (let bad = 1; bad <= of; bad++) {
      const found = evidence(bad, of, 0.05);
      if (found > 0) expect(tail(bad, of, 0.05)).toBeLessThanOrEqual(Math.exp(-found) * (1 + 1e-9));
    }
  }
});
