import { Bucket, statisticOf } from './bucket';

/** The identity of a metric. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values by the start of their period, epoch ms; periods without a value are absent. */
export type Series = ReadonlyMap<number, number>;

/** A span of time, epoch ms; `to` is excluded. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A span of time that consists of whole periods of one length, ms. */
export interface Periods extends Span {
  readonly periodMs: number;
}

/** How long metrics are retained. */
export const RETENTION_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface Metric extends MetricId {
  /** The buckets by the start of their second or minute, epoch ms. */
  readonly buckets: Map<number, Bucket>;
  /** 1 s or 60 s: the finest resolution of the data so far. */
  resolutionMs: number;
}

/**
 * The metrics of the last hour, in memory: after a restart there are none, and alarms start with insufficient data.
 * Each second or minute with data has a bucket; 400 metrics that report every ten seconds need about 70 MB. The store
 * ignores units.
 */
export class MetricStore {
  private readonly metrics = new Map<string, Metric>();

  /** The bucket to which a measurement at this time belongs; creates it when it is missing. */
  bucket(id: MetricId, atMs: number, resolutionMs: number): Bucket {
    const metric = this.metric(id);
    metric.resolutionMs = Math.min(metric.resolutionMs, resolutionMs);
    const start = atMs - (atMs % resolutionMs);
    const existing = metric.buckets.get(start);
    if (existing) return existing;
    const bucket = new Bucket();
    metric.buckets.set(start, bucket);
    return bucket;
  }

  /**
   * A statistic of a metric by period, oldest first. It is empty for periods shorter than the resolution of the metric.
   */
  series(id: MetricId, statistic: string, { from, to, periodMs }: Periods): Series {
    const series = new Map<number, number>();
    const metric = this.metrics.get(keyOf(id));
    if (!metric || periodMs < metric.resolutionMs) return series;
    const byPeriod = new Map<number, Bucket[]>();
    for (const [start, bucket] of bucketsWithin(metric, { from, to })) {
      const period = start - (start % periodMs);
      const buckets = byPeriod.get(period);
      if (buckets) buckets.push(bucket);
      else byPeriod.set(period, [bucket]);
    }
    for (const [period, buckets] of byPeriod) {
      const value = statisticOf(buckets, statistic);
      if (value !== undefined) series.set(period, value);
    }
    return series;
  }

  /** Every metric that has data. */
  list(): readonly MetricId[] {
    return [...this.metrics.values()];
  }

  /** Drops the data that are past their retention. */
  expire(now: number): void {
    for (const [key, { buckets }] of this.metrics) {
      for (const start of buckets.keys()) if (start < now - RETENTION_MS) buckets.delete(start);
      if (buckets.size === 0) this.metrics.delete(key);
    }
  }

  private metric(id: MetricId): Metric {
    const key = keyOf(id);
    const existing = this.metrics.get(key);
    if (existing) return existing;
    const metric = { ...id, buckets: new Map<number, Bucket>(), resolutionMs: MINUTE_MS };
    this.metrics.set(key, metric);
    return metric;
  }
}

/** The buckets in a span, oldest first. It looks up every second of a short span, and scans all buckets otherwise. */
const bucketsWithin = (
  { buckets, resolutionMs }: Metric,
  { from, to }: Span,
): readonly (readonly [number, Bucket])[] => {
  if ((to - from) / resolutionMs > buckets.size) {
    return [...buckets].filter(([start]) => start >= from && start < to).sort(([a], [b]) => a - b);
  }
  const found: (readonly [number, Bucket])[] = [];
  for (let start = from; start < to; start += resolutionMs) {
    const bucket = buckets.get(start);
    if (bucket) found.push([start, bucket]);
  }
  return found;
};

const keyOf = ({ namespace, name, dimensions }: MetricId): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
