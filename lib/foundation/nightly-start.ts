import { Duration } from 'aws-cdk-lib';
import { MathExpression, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { LIVE_METRICS } from '../../domain/live/metrics';
import type { Handler } from './handler';
import { ownMetric } from './metrics';

/** A time of day, UTC. The minute is 0, 15, 30 or 45. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
}

/** The Scheduler starts a run within a minute; the rest is for its retries. */
const PERIOD = Duration.minutes(15);

/**
 * How many runs of a function began: 0 if none began in the 15 minutes from its time of day, and without value at
 * other times, unless one began then. It has no value either while the stage publishes no counts, because then nothing
 * proves that the stage existed at that time; `counts-not-published` reports that condition.
 */
export const nightlyStarts = (handler: Handler<Readonly<Record<string, string>>>, at: TimeOfDay): MathExpression => {
  const begun: Metric = handler.metricInvocations({ period: PERIOD, statistic: 'Sum' });
  const alive = ownMetric(handler, LIVE_METRICS.concurrentStreams, { period: PERIOD, statistic: 'SampleCount' });
  const isDue = `HOUR(alive) * 60 + MINUTE(alive) == ${60 * at.hour + at.minute}`;
  return new MathExpression({
    expression: `IF(FILL(begun, 0) > 0, begun, IF(${isDue}, 0))`,
    usingMetrics: { begun, alive },
    period: PERIOD,
    label: 'runs that began',
  });
};
