/** A distribution with more different values than this is rounded to three significant digits. */
const MAX_EXACT_VALUES = 1_000;

/** The measurements of one second or one minute. */
export class Bucket {
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;
  /** The number of occurrences of each value, for percentiles. Statistic sets do not contribute to it. */
  values = new Map<number, number>();
  private isRounded = false;

  add(value: number, times: number): void {
    if (times === 0) return;
    this.addStatistics({ count: times, sum: value * times, min: value, max: value });
    const key = this.isRounded ? rounded(value) : value;
    this.values.set(key, (this.values.get(key) ?? 0) + times);
    if (!this.isRounded && this.values.size > MAX_EXACT_VALUES) this.round();
  }

  addStatistics({ count, sum, min, max }: Readonly<Pick<Bucket, 'count' | 'sum' | 'min' | 'max'>>): void {
    this.count += count;
    this.sum += sum;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
  }

  private round(): void {
    const exact = this.values;
    this.values = new Map();
    this.isRounded = true;
    for (const [value, times] of exact) {
      const key = rounded(value);
      this.values.set(key, (this.values.get(key) ?? 0) + times);
    }
  }
}

const rounded = (value: number): number => Number(value.toPrecision(3));

const total = (buckets: readonly Bucket[], of: 'count' | 'sum'): number =>
  buckets.reduce((sum, bucket) => sum + bucket[of], 0);

const STATISTICS: ReadonlyMap<string, (buckets: readonly Bucket[]) => number> = new Map([
  ['Sum', (buckets) => total(buckets, 'sum')],
  ['SampleCount', (buckets) => total(buckets, 'count')],
  ['Average', (buckets) => total(buckets, 'sum') / total(buckets, 'count')],
  ['Minimum', (buckets) => Math.min(...buckets.map(({ min }) => min))],
  ['Maximum', (buckets) => Math.max(...buckets.map(({ max }) => max))],
]);

/** Whether a statistic with this name is supported. */
export const isStatistic = (name: string): boolean => STATISTICS.has(name) || percentageOf(name) !== undefined;

/**
 * Computes a statistic, such as Sum or p95, over buckets; undefined for a percentile when the buckets have no values.
 */
export const statisticOf = (buckets: readonly Bucket[], name: string): number | undefined => {
  const percentage = percentageOf(name);
  return percentage === undefined ? STATISTICS.get(name)?.(buckets) : percentile(buckets, percentage / 100);
};

/** The percentile by the nearest-rank method. */
const percentile = (buckets: readonly Bucket[], share: number): number | undefined => {
  const sorted = buckets.flatMap(({ values }) => [...values]).sort(([a], [b]) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.reduce((sum, [, times]) => sum + times, 0)));
  let count = 0;
  return sorted.find(([, times]) => (count += times) >= rank)?.[0];
};

/** Parses a percentile: 95 for p95, 99.9 for p99.9; undefined for other statistics. */
const percentageOf = (name: string): number | undefined => {
  const digits = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
