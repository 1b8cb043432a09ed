import { CloudWatchClient, GetMetricStatisticsCommand, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CloudWatch } from '../../../local/services/cloudwatch';
import { Endpoint } from '../../support/endpoint';

const MINUTE = Date.UTC(2026, 10, 24, 12);
const NAMESPACE = 'Playhead/dev';
const Dimensions = [{ Name: 'Cdn', Value: 'cdn-a' }];

let endpoint: Endpoint;
let client: CloudWatchClient;

beforeEach(async () => {
  endpoint = await Endpoint.open();
  const { surroundings } = endpoint;
  const notifier = { notify: () => undefined };
  endpoint.add(new CloudWatch({ surroundings, notifier, services: () => [], now: () => MINUTE }));
  client = new CloudWatchClient(endpoint.clientConfig());
  const values = [
    [0, 1],
    [0, 3],
    [60_000, 10],
  ] as const;
  const MetricData = values.map(([after, Value]) => ({
    ...{ MetricName: 'Attempts', Dimensions, Value },
    Timestamp: new Date(MINUTE + after),
  }));
  await client.send(new PutMetricDataCommand({ Namespace: NAMESPACE, MetricData }));
});
afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const ask = (about: { Statistics?: ('Sum' | 'Average')[]; ExtendedStatistics?: string[] }, to = MINUTE + 120_000) =>
  client.send(
    new GetMetricStatisticsCommand({
      ...{ Namespace: NAMESPACE, MetricName: 'Attempts', Dimensions, Period: 60 },
      ...{ StartTime: new Date(MINUTE), EndTime: new Date(to), ...about },
    }),
  );

test('statistics of a metric come by period, percentiles beside the others', async () => {
  const { Label, Datapoints } = await ask({ Statistics: ['Sum', 'Average'], ExtendedStatistics: ['p99'] });
  expect(Label).toBe('Attempts');
  expect(Datapoints).toEqual([
    { Timestamp: new Date(MINUTE), Sum: 4, Average: 2, ExtendedStatistics: { p99: 3 } },
    { Timestamp: new Date(MINUTE + 60_000), Sum: 10, Average: 10, ExtendedStatistics: { p99: 10 } },
  ]);
});

test('a question without a statistic, or about no time, is refused', async () => {
  await expect(ask({})).rejects.toThrow(/Statistics/);
  await expect(ask({ Statistics: ['Sum'] }, MINUTE)).rejects.toThrow(/StartTime/);
});
