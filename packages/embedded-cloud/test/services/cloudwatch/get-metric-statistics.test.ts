import { GetMetricStatisticsCommand, type GetMetricStatisticsCommandInput } from '@aws-sdk/client-cloudwatch';
import { NAMESPACE, START, TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

/** Requests sums and maxima of the last three minutes. */
const statistics = (more: Partial<GetMetricStatisticsCommandInput> = {}) =>
  cloudwatch.client.send(
    new GetMetricStatisticsCommand({
      Namespace: NAMESPACE,
      MetricName: 'Attempts',
      Period: 60,
      Statistics: ['Sum', 'Maximum'],
      StartTime: new Date(START - 180_000),
      EndTime: new Date(START),
      ...more,
    }),
  );

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('GetMetricStatistics', () => {
  it('returns one data point per period with the requested statistics', async () => {
    const [early, late] = [new Date(START - 120_000), new Date(START - 60_000)];
    await cloudwatch.put([
      { MetricName: 'Attempts', Value: 2, Timestamp: early },
      { MetricName: 'Attempts', Value: 4, Timestamp: early },
      { MetricName: 'Attempts', Value: 8, Timestamp: late },
    ]);
    expect((await statistics({ ExtendedStatistics: ['p50', 'p99'] })).Datapoints).toEqual([
      { Timestamp: early, Sum: 6, Maximum: 4, ExtendedStatistics: { p50: 2, p99: 4 } },
      { Timestamp: late, Sum: 8, Maximum: 8, ExtendedStatistics: { p50: 8, p99: 8 } },
    ]);
  });

  it('rejects a request without statistics or with too many data points', async () => {
    await expect(statistics({ Statistics: [] })).rejects.toThrow('must contain Statistics or ExtendedStatistics');
    const tooMany = statistics({ Period: 1, StartTime: new Date(START - 3_000_000) });
    await expect(tooMany).rejects.toThrow('limit of 1440 data points');
  });
});
