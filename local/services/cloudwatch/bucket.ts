/** What was measured within one second, or one minute. */
export class Bucket {
  count = 0;
  sum = 0;
  min = Infinity;
  max = -Infinity;
  /** How often each value was seen: percentiles come from it. Empty where only a statistic set was given. */
  private readonly values = new Map<number, number>();

  add(value: number, times: number): void {
    this.addStatistics({ count: times, sum: value * times, min: value, max: value });
    this.values.set(value, (this.values.get(value) ?? 0) + times);
  }

  addStatistics({ count, sum, min, max }: Readonly<Pick<Bucket, 'count' | 'sum' | 'min' | 'max'>>): void {
    this.count += count;
    this.sum += sum;
    this.min = Math.min(this.min, min);
    this.max = Math.max(this.max, max);
  }

  merge(other: Bucket): void {
    this.addStatistics(other);
    for (const [value, times] of other.values) this.values.set(value, (this.values.get(value) ?? 0) + times);
  }

  /** A statistic as CloudWatch names it: Sum, Average, p95 …; undefined for one of another name. */
  statistic(name: string): number | undefined {
    switch (name) {
      case 'Sum':
        return this.sum;
      case 'SampleCount':
        return this.count;
      case 'Average':
        return this.sum / this.count;
      case 'Minimum':
        return this.min;
      case 'Maximum':
        return this.max;
      default: {
        const percentage = percentageOf(name);
        return percentage === undefined ? undefined : this.percentile(percentage / 100);
      }
    }
  }

  /** By nearest rank. */
  private percentile(share: number): number | undefined {
    const sorted = [...this.values].sort(([a], [b]) => a - b);
    const rank = Math.max(1, Math.ceil(share * sorted.reduce((sum, [, times]) => sum + times, 0)));
    let seen = 0;
    return sorted.find(([, times]) => (seen += times) >= rank)?.[0];
  }
}

/** 95 of p95, 99.9 of p99.9; undefined for what is no percentile. */
const percentageOf = (name: string): number | undefined => {
  const digits = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

const STATISTICS = new Set(['Sum', 'SampleCount', 'Average', 'Minimum', 'Maximum']);

/** Whether a statistic of this name can be had. */
export const isStatistic = (name: string): boolean => STATISTICS.has(name) || percentageOf(name) !== undefined;
