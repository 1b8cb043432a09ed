import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { LiveMetrics } from '../../../../lambdas/live/publish-counts/live-metrics';
import { NOW } from '../../../support/events';
import { presenceAt } from '../../../support/presence';

let sent: MetricDatum[];
let refuses: boolean;
let metrics: LiveMetrics;
beforeEach(() => {
  sent = [];
  refuses = false;
  metrics = new LiveMetrics((data) => {
    if (refuses) return Promise.resolve(data);
    sent.push(...data);
    return Promise.resolve([]);
  }, 10_500);
  metrics.beginRun(NOW);
});

const publish = (instant: number, complete: boolean) =>
  metrics.publish({
    instant,
    counts: presenceAt(),
    completeness: { complete, closed: false, verifiedUpToMs: undefined },
    revision: 1,
    publishedAt: instant + 12_500,
  });
const values = (name: string) => sent.filter(({ MetricName }) => MetricName === name).map(({ Value }) => Value);

describe('LiveMetrics', () => {
  it('publishes an instant when it is complete, with its own time and a resolution of one second', async () => {
    await publish(NOW, false);
    expect(sent).toEqual([]);
    await publish(NOW, true);
    expect(values('ConcurrentStreams')).toContain(0);
    expect(sent.every(({ Timestamp, StorageResolution }) => Number(Timestamp) === NOW && StorageResolution === 1)).toBe(
      true,
    );
    expect(values('LiveCountsDelay')).toEqual([12_500]);
  });

  it('publishes an instant once, even if its counts change', async () => {
    await publish(NOW, true);
    const once = sent.length;
    await publish(NOW, true);
    expect(sent).toHaveLength(once);
  });

  it('publishes an instant that CloudWatch refused with its next change', async () => {
    refuses = true;
    await publish(NOW, true);
    refuses = false;
    await publish(NOW, true);
    expect(values('LiveCountsDelay')).toEqual([12_500]);
  });

  it('does not publish the delay of an instant that another publisher may have completed before the run', async () => {
    await publish(NOW - 11_000, true);
    expect(values('LiveCountsDelay')).toEqual([]);
    expect(values('RebufferingStreams')).toEqual([0]);
  });

  it('does not publish the delay of an instant that was left open by the run before', async () => {
    await publish(NOW, false);
    metrics.beginRun(NOW + 60_000);
    await publish(NOW, true);
    expect(values('LiveCountsDelay')).toEqual([]);
    await publish(NOW + 50_000, true);
    expect(values('LiveCountsDelay')).toEqual([12_500]);
  });
});
