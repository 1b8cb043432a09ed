import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { chunksOf } from 'aws-clients';
import { FEATURES_METRICS } from '../../../domain/features/metrics';
import { HIGH_RESOLUTION, MAX_VALUES_PER_DATUM } from '../../foundation/metric-data';

/** Each call costs money, and there are a thousand lanes, so a function publishes at most this often. */
const EVERY_MS = 5_000;
/** Delays are rounded to multiples of this. */
const ROUND_TO_MS = 20;

/** Collects the results of updates, and publishes them every few seconds. */
export class UpdateMetrics {
  private writes = 0;
  private readonly delays = new Map<number, number>();
  private publishedAt = 0;

  constructor(private readonly put: (data: readonly MetricDatum[]) => Promise<unknown>) {}

  /** Adds the writes of one update; `receivedAt` has, for each written playback, the receipt of its oldest event. Epoch ms. */
  async add(receivedAt: readonly number[], now: number): Promise<void> {
    this.writes += receivedAt.length;
    for (const at of receivedAt) {
      const delayMs = Math.round(Math.max(0, now - at) / ROUND_TO_MS) * ROUND_TO_MS;
      this.delays.set(delayMs, (this.delays.get(delayMs) ?? 0) + 1);
    }
    if (now - this.publishedAt < EVERY_MS) return;
    this.publishedAt = now;
    await this.put(this.drain(now));
  }

  private drain(now: number): readonly MetricDatum[] {
    const shared = { Timestamp: new Date(now), StorageResolution: HIGH_RESOLUTION };
    const data = [
      { ...shared, MetricName: FEATURES_METRICS.featureWrites, Value: this.writes, Unit: 'Count' as const },
      ...chunksOf([...this.delays], MAX_VALUES_PER_DATUM).map((pairs) => ({
        ...{ ...shared, MetricName: FEATURES_METRICS.featuresDelay, Unit: 'Milliseconds' as const },
        ...{ Values: pairs.map(([ms]) => ms), Counts: pairs.map(([, count]) => count) },
      })),
    ];
    this.writes = 0;
    this.delays.clear();
    return data;
  }
}
