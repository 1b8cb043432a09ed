import { CloudWatchClient, GetMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS, OTHER } from '../../../domain/dimensions';
import { logGroupName } from '../../../domain/names';
import { COHORT_METRICS } from '../../../domain/quality';
import type { SmokeCheck } from '../../smoke/smoke-check';
import { SMOKE_DEVICE } from '../../smoke/smoke-events';

const MINUTE_MS = 60_000;

/**
 * Checks that the metrics of the smoke test's cohort contain its attempts. Its CDN is not configured, so it counts as
 * "other".
 */
const quality: SmokeCheck = {
  name: 'quality',
  stack: 'quality',
  withinSeconds: 180,
  nextStep: (stage) =>
    `the logs ${logGroupName(stage, 'watch-quality')} and ${logGroupName(stage, 'publish-quality')}, and "Quality reports are late" in docs/runbook.md`,
  open: ({ stage, settings }) => {
    const client = new CloudWatchClient(settings);
    const Metric = {
      Namespace: `Playhead/${stage}`,
      MetricName: COHORT_METRICS.attempts,
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
      return { ok: sum >= sessionIds.length, observed: `${sum} of ${sessionIds.length} attempts in the metrics` };
    };
  },
};

export default [quality] satisfies readonly SmokeCheck[];
