import { registered } from '../subsystems/registered';
import type { Limit } from './limit';
import type { Load } from './load';
import type { StageTemplates } from './stage-templates';
import { millionsPerMonth, type Usage } from './usage';

/**
 * The account's default quota of calls of PutMetricData per second.
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html
 */
const PUT_METRIC_DATA = 500;

/** The data that a function sends in one call; lambdas/foundation/metric-data.ts has the same number. */
export const DATA_PER_CALL = 1_000;

/** Calls of PutMetricData per second, of all subsystems. */
const metricCalls = (load: Load, templates: StageTemplates): number =>
  registered('cost').reduce((sum, { registration }) => sum + (registration.metricCalls?.(load, templates) ?? 0), 0);

/** CloudWatch: the calls that publish metrics. */
export const metricCallUsage = (load: Load, templates: StageTemplates): Usage => ({
  what: 'publishing metrics',
  price: 'cloudwatch.callsThousand',
  quantity: millionsPerMonth(metricCalls(load, templates)) * 1_000,
});

/** The quota of calls that all functions of the account share. */
export const metricCallsLimit = (load: Load, templates: StageTemplates): Limit => ({
  what: 'calls/s of PutMetricData',
  needed: metricCalls(load, templates),
  limit: PUT_METRIC_DATA,
  source: 'quota',
  raise: 'CloudWatch L-8BC498D4',
});
