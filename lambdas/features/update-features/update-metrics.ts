import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { FEATURES_METRICS } from '../../../domain/features/metrics';
import { HIGH_RESOLUTION } from '../../foundation/metric-data';

/** Each call costs, and there are a thousand lanes: every function says what it did this often at most. */
const EVERY_MS = 5_000;
/** CloudWatch keeps percentiles of data with at most this many pairs of value and count. */
const MOST_VALUES = 150;
/** Delays are told to this. */
const STEP_MS = 20;

/** Adds up what updates came to, and tells it now and then. */
export class UpdateMetrics {
  private writes = 0;
  private readonly delays = new Map<number, number>();
  private toldAt = 0;

  constructor(private readonly put: (data: readonly MetricDatum[]) => Promise<unknown>) {}

  /** Takes in what was written at `now`, epoch ms: for each playback, when the oldest of what it was told was received. */
  async note(writtenSince: readonly number[], now: number): Promise<void> {
    this.writes += writtenSince.length;
    for (const since of writtenSince) {
      const delayMs = Math.round(Math.max(0, now - since) / STEP_MS) * STEP_MS;
      this.delays.set(delayMs, (this.delays.get(delayMs) ?? 0) + 1);
    }
    if (now - this.toldAt < EVERY_MS) return;
    this.toldAt = now;
    await this.put(this.take(now));
  }

  private take(now: number): readonly MetricDatum[] {
    const about = { Timestamp: new Date(now), StorageResolution: HIGH_RESOLUTION };
    const delays = [...this.delays];
    const data: MetricDatum[] = [
      { ...about, MetricName: FEATURES_METRICS.featureWrites, Value: this.writes, Unit: 'Count' },
    ];
    for (let at = 0; at < delays.length; at += MOST_VALUES) {
      const pairs = delays.slice(at, at + MOST_VALUES);
      data.push({
        ...{ ...about, MetricName: FEATURES_METRICS.featuresDelay, Unit: 'Milliseconds' as const },
        ...{ Values: pairs.map(([ms]) => ms), Counts: pairs.map(([, count]) => count) },
      });
    }
    this.writes = 0;
    this.delays.clear();
    return data;
  }
}
