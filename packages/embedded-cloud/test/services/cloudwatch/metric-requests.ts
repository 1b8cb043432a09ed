import { GetMetricDataCommand, type MetricDataQuery, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { NAMESPACE, START, type TestCloudWatch } from './test-cloudwatch';

/** A datum of the metric `Attempts` with a resolution of one second. */
export const attempts = (datum: Partial<MetricDatum>, at = START): MetricDatum => ({
  MetricName: 'Attempts',
  StorageResolution: 1,
  Timestamp: new Date(at),
  ...datum,
});

/** A query for a statistic of the metric `Attempts`. */
export const statistic = (Stat: string, Period = 10, Dimensions: MetricDatum['Dimensions'] = []): MetricDataQuery => ({
  Id: Stat.toLowerCase().replace('.', '_'),
  MetricStat: { Metric: { Namespace: NAMESPACE, MetricName: 'Attempts', Dimensions }, Period, Stat },
});

/** Runs GetMetricData for a span of time, one minute by default; oldest values first. */
export const getMetricData = async (
  { client }: TestCloudWatch,
  MetricDataQueries: MetricDataQuery[],
  from = START,
  to = START + 60_000,
) => {
  const span = { StartTime: new Date(from), EndTime: new Date(to) };
  const input = { MetricDataQueries, ...span, ScanBy: 'TimestampAscending' as const };
  return (await client.send(new GetMetricDataCommand(input))).MetricDataResults ?? [];
};

/** The values of one query. */
export const valuesOf = async (cloudwatch: TestCloudWatch, query: MetricDataQuery, from?: number, to?: number) =>
  (await getMetricData(cloudwatch, [query], from, to))[0]?.Values;
