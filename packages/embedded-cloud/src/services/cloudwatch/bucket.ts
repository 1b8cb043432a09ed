/** A distribution is exact up to this many different values, and by three significant digits beyond. */
const EXACT_VALUES = 1_000;

/** What was measured within one second, or one minute. */
export class Bucket {
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;
  /** How often each value was seen: percentiles come from it. Empty where only a statistic set was given. */
  values = new Map<number, number>();
  private coarse = false;

  add(value: number, times: number): void {
    if (times === 0) return;
    this.addStatistics({ count: times, sum: value * times, min: value, max: value });
    const key = this.coarse ? coarsened(value) : value;
    this.values.set(key, (this.values.get(key) ?? 0) + times);
    if (!this.coarse && this.values.size > EXACT_VALUES) this.coarsen();
  }

  addStatistics({ count, sum, min, max }: Readonly<Pick<Bucket, 'count' | 'sum' | 'min' | 'max'>>): void {
    this.count += count;
    this.sum += sum;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
  }

  private coarsen(): void {
    const exact = this.values;
    this.values = new Map();
    this.coarse = true;
    for (const [value, times] of exact) {
      const key = coarsened(value);
      this.values.set(key, (this.values.get(key) ?? 0) + times);
    }
  }
}

const coarsened = (value: number): number => Number(value.toPrecision(3));

const total = (buckets: readonly Bucket[], of: 'count' | 'sum'): number =>
  buckets.reduce((sum, bucket) => sum + bucket[of], 0);

const STATISTICS: ReadonlyMap<string, (buckets: readonly Bucket[]) => number> = new Map([
  ['Sum', (buckets) => total(buckets, 'sum')],
  ['SampleCount', (buckets) => total(buckets, 'count')],
  ['Average', (buckets) => total(buckets, 'sum') / total(buckets, 'count')],
  ['Minimum', (buckets) => Math.min(...buckets.map(({ min }) => min))],
  ['Maximum', (buckets) => Math.max(...buckets.map(({ max }) => max))],
]);

/** Whether a statistic of this name can be had. */
export const isStatistic = (name: string): boolean => STATISTICS.has(name) || percentageOf(name) !== undefined;

/** A statistic over buckets, by CloudWatch's name for it: Sum, p95 …; undefined for a percentile of what has no values. */
export const statisticOf = (buckets: readonly Bucket[], name: string): number | undefined => {
  const percentage = percentageOf(name);
  return percentage === undefined ? STATISTICS.get(name)?.(buckets) : percentile(buckets, percentage / 100);
};

/** By nearest rank. */
const percentile = (buckets: readonly Bucket[], share: number): number | undefined => {
  const sorted = buckets.flatMap(({ values }) => [...values]).sort(([a], [b]) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.reduce((sum, [, times]) => sum + times, 0)));
  let seen = 0;
  return sorted.find(([, times]) => (seen += times) >= rank)?.[0];
};

/** 95 of p95, 99.9 of p99.9; undefined for what is no percentile. */
const percentageOf = (name: string): number | undefined => {
  const digits = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};
