import { Bucket } from './bucket';

/** What names a metric. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values by time, epoch ms: the start of each period that has one. */
export type Series = ReadonlyMap<number, number>;

/** A stretch of time in periods of one length; all in epoch ms, `from` and `to` on the period's grid, `to` left out. */
export interface Periods {
  readonly from: number;
  readonly to: number;
  readonly periodMs: number;
}

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface Metric extends MetricId {
  /** By the start of their second or minute, epoch ms. */
  readonly buckets: Map<number, Bucket>;
  /** 1 s or 60 s, as long as the shortest that was ever put. */
  resolutionMs: number;
}

/** Metrics of the last hour, in memory: a restart begins with none, and its alarms with insufficient data. */
export class MetricStore {
  private readonly metrics = new Map<string, Metric>();

  /** The bucket to add to. */
  bucket(id: MetricId, atMs: number, resolutionMs: number): Bucket {
    const metric = this.metric(id, resolutionMs);
    metric.resolutionMs = Math.min(metric.resolutionMs, resolutionMs);
    const start = atMs - (atMs % resolutionMs);
    const known = metric.buckets.get(start);
    if (known) return known;
    const bucket = new Bucket();
    metric.buckets.set(start, bucket);
    return bucket;
  }

  /** A metric's statistic by period. A metric that is kept by the minute has nothing to say of less. */
  series(id: MetricId, statistic: string, { from, to, periodMs }: Periods): Series {
    const metric = this.metrics.get(keyOf(id));
    const series = new Map<number, number>();
    if (!metric || periodMs < metric.resolutionMs) return series;
    const merged = new Map<number, Bucket>();
    for (const [start, bucket] of metric.buckets) {
      if (start < from || start >= to) continue;
      const period = start - (start % periodMs);
      const whole = merged.get(period) ?? new Bucket();
      whole.merge(bucket);
      merged.set(period, whole);
    }
    for (const [period, bucket] of [...merged].sort(([a], [b]) => a - b)) {
      const value = bucket.statistic(statistic);
      if (value !== undefined) series.set(period, value);
    }
    return series;
  }

  /** Every metric with data. */
  list(): readonly MetricId[] {
    return [...this.metrics.values()];
  }

  /** Drops what is an hour old. */
  forget(now: number): void {
    for (const [key, { buckets }] of this.metrics) {
      for (const start of buckets.keys()) if (start < now - HOUR_MS) buckets.delete(start);
      if (buckets.size === 0) this.metrics.delete(key);
    }
  }

  private metric(id: MetricId, resolutionMs: number): Metric {
    const key = keyOf(id);
    const known = this.metrics.get(key);
    if (known) return known;
    const metric = { ...id, buckets: new Map<number, Bucket>(), resolutionMs: Math.min(resolutionMs, MINUTE_MS) };
    this.metrics.set(key, metric);
    return metric;
  }
}

const keyOf = ({ namespace, name, dimensions }: MetricId): string =>
  JSON.stringify([namespace, name, Object.entries(dimensions).sort(([a], [b]) => (a < b ? -1 : 1))]);
