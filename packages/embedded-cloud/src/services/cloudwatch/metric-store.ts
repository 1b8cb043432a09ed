import { Bucket, statisticOf } from './bucket';

/** What names a metric. */
export interface MetricId {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Values by time, epoch ms: the start of each period that has one. */
export type Series = ReadonlyMap<number, number>;

/** A stretch of time, epoch ms, `to` left out. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** A stretch of time in periods of one length, ms; both its ends lie on their grid. */
export interface Periods extends Span {
  readonly periodMs: number;
}

/** How long data are kept. */
export const KEPT_MS = 3_600_000;
const MINUTE_MS = 60_000;

interface Metric extends MetricId {
  /** By the start of their second or minute, epoch ms. */
  readonly buckets: Map<number, Bucket>;
  /** 1 s or 60 s, as long as the shortest that was ever put. */
  resolutionMs: number;
}

/**
 * Metrics of the last hour, in memory: a restart begins with none, and its alarms with insufficient data. A bucket for each
 * second, or minute, that has data: 400 metrics that speak every ten seconds come to some 70 MB. Units are not kept apart.
 */
export class MetricStore {
  private readonly metrics = new Map<string, Metric>();

  /** The bucket to add to. */
  bucket(id: MetricId, atMs: number, resolutionMs: number): Bucket {
    const metric = this.metric(id);
    metric.resolutionMs = Math.min(metric.resolutionMs, resolutionMs);
    const start = atMs - (atMs % resolutionMs);
    const known = metric.buckets.get(start);
    if (known) return known;
    const bucket = new Bucket();
    metric.buckets.set(start, bucket);
    return bucket;
  }

  /** A metric's statistic by period, oldest first. A metric that is kept by the minute has nothing to say of less. */
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

  /** Every metric with data. */
  list(): readonly MetricId[] {
    return [...this.metrics.values()];
  }

  /** Drops what is older than the store keeps. */
  forget(now: number): void {
    for (const [key, { buckets }] of this.metrics) {
      for (const start of buckets.keys()) if (start < now - KEPT_MS) buckets.delete(start);
      if (buckets.size === 0) this.metrics.delete(key);
    }
  }

  private metric(id: MetricId): Metric {
    const key = keyOf(id);
    const known = this.metrics.get(key);
    if (known) return known;
    const metric = { ...id, buckets: new Map<number, Bucket>(), resolutionMs: MINUTE_MS };
    this.metrics.set(key, metric);
    return metric;
  }
}

/** Oldest first. An alarm looks at seconds of an hour: then each second is looked up, for that is less than to look through all. */
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
