import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS, METRICS, OTHER } from '../../../domain/metrics';
import type { Check } from '../check';
import { SMOKE_DEVICE } from '../smoke-events';

const MINUTE_MS = 60_000;

/** Playback quality: the attempts of the smoke test in the metrics of its cohort, whose CDN is none that is named. */
export const qualityMetrics: Check = {
  name: 'quality',
  path: 'quality',
  withinSeconds: 180,
  whereToLook: (stage) => `the log /playhead/${stage}/watch-quality, and "Quality reports are late" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const client = new CloudWatchClient(settings);
    const Metric = {
      Namespace: `Playhead/${stage}`,
      MetricName: METRICS.attempts,
      Dimensions: [
        { Name: DIMENSIONS.deviceType, Value: SMOKE_DEVICE },
        { Name: DIMENSIONS.cdn, Value: OTHER },
      ],
    };
    return async ({ sentAt, sessionIds }) => {
      const { MetricDataResults: [attempts] = [] } = await client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [{ Id: 'attempts', MetricStat: { Metric, Period: 60, Stat: 'Sum' } }],
          StartTime: new Date(Math.floor(sentAt / MINUTE_MS) * MINUTE_MS),
          EndTime: new Date(sentAt + 2 * MINUTE_MS),
        }),
      );
      const sum = (attempts?.Values ?? []).reduce((total, value) => total + value, 0);
      return { ok: sum >= sessionIds.length, saw: `${sum} of ${sessionIds.length} attempts in the metrics` };
    };
  },
};
