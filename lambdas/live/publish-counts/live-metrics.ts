import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import type { PutEntries } from 'aws-clients';
import { DIMENSIONS } from '../../../domain/dimensions';
import { LIVE_METRICS } from '../../../domain/live/metrics';
import { HIGH_RESOLUTION, metricDatum } from '../../foundation/metric-data';
import type { PublishedInstant } from './publisher';

/** How many reported instants are remembered; fewer are ever open at a time. */
const REMEMBERED = 1_000;

/**
 * Sends the counts of each instant to CloudWatch once, when they are first complete. They are for dashboards: the live counts
 * table is the source of truth, and later corrections are not sent.
 */
export class LiveMetrics {
  private readonly reported = new Set<number>();
  private runStartedAt = Infinity;

  /** `reportMs`: the earliest time after an instant at which it can be complete. */
  constructor(
    private readonly put: PutEntries<MetricDatum>,
    private readonly reportMs: number,
  ) {}

  /**
   * Starts a run. An instant that could be complete before the run started may have been completed by another publisher, so
   * its delay is unknown here and is not reported.
   */
  beginRun(now: number): void {
    this.runStartedAt = now;
  }

  /** If CloudWatch refuses the data, the instant is sent with the next change of its counts, if there is one. */
  async publish(published: PublishedInstant): Promise<void> {
    const { instant, completeness } = published;
    if (!completeness.complete || this.reported.has(instant)) return;
    const refused = await this.put(this.toData(published));
    if (refused.length > 0) return;
    this.reported.add(instant);
    for (const earliest of this.reported) if (this.reported.size > REMEMBERED) this.reported.delete(earliest);
  }

  private toData({ instant, counts, publishedAt }: PublishedInstant): readonly MetricDatum[] {
    const { concurrentStreams, rebufferingStreams, liveCountsDelay } = LIVE_METRICS;
    const data = [
      metricDatum(concurrentStreams, counts.all.streams, { at: instant }),
      ...Object.entries(counts.byDevice).map(([device, { streams }]) =>
        metricDatum(concurrentStreams, streams, { at: instant, dimensions: { [DIMENSIONS.deviceType]: device } }),
      ),
      metricDatum(rebufferingStreams, counts.all.rebuffering, { at: instant }),
    ];
    if (instant + this.reportMs >= this.runStartedAt) {
      data.push(metricDatum(liveCountsDelay, publishedAt - instant, { at: instant, unit: 'Milliseconds' }));
    }
    return data.map((datum) => ({ ...datum, StorageResolution: HIGH_RESOLUTION }));
  }
}
