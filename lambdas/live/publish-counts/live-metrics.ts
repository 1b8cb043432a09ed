import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import { LIVE_METRICS } from '../../../domain/live/metrics';
import { HIGH_RESOLUTION } from '../../foundation/metric-data';
import type { PutEntries } from 'aws-clients';
import type { PublishedInstant } from './publisher';

/** Instants are told once; more than this many are never open at a time. */
const REMEMBERED = 1_000;

/**
 * Sends each instant's counts to CloudWatch when they are first complete: for dashboards, where the live counts table is
 * the truth. What is restated afterwards is not sent again.
 */
export class LiveMetrics {
  private readonly told = new Set<number>();
  private runStartedAt = Infinity;

  /** `reportMs`: how long after an instant it can be complete at the earliest. */
  constructor(
    private readonly put: PutEntries<MetricDatum>,
    private readonly reportMs: number,
  ) {}

  /** What could be complete before a run may have been completed by another publisher: how long that took is not known here. */
  beginRun(now: number): void {
    this.runStartedAt = now;
  }

  /** Where CloudWatch refuses, the instant is sent at the next change of its counts, if there is one. */
  async publish(published: PublishedInstant): Promise<void> {
    const { instant, completeness } = published;
    if (!completeness.complete || this.told.has(instant)) return;
    const refused = await this.put(this.toData(published));
    if (refused.length > 0) return;
    this.told.add(instant);
    for (const earliest of this.told) if (this.told.size > REMEMBERED) this.told.delete(earliest);
  }

  private toData({ instant, counts, publishedAt }: PublishedInstant): readonly MetricDatum[] {
    const about = { Timestamp: new Date(instant), StorageResolution: HIGH_RESOLUTION };
    const streams = (Value: number) => ({
      ...about,
      MetricName: LIVE_METRICS.concurrentStreams,
      Value,
      Unit: 'Count' as const,
    });
    return [
      streams(counts.all.streams),
      ...Object.entries(counts.byDevice).map(([device, count]) => ({
        ...streams(count.streams),
        Dimensions: [{ Name: DIMENSIONS.deviceType, Value: device }],
      })),
      { ...about, MetricName: LIVE_METRICS.rebufferingStreams, Value: counts.all.rebuffering, Unit: 'Count' },
      ...(instant + this.reportMs < this.runStartedAt
        ? []
        : [
            {
              ...about,
              MetricName: LIVE_METRICS.liveCountsDelay,
              Value: publishedAt - instant,
              Unit: 'Milliseconds' as const,
            },
          ]),
    ];
  }
}
