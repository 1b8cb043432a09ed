import {
  CloudWatchClient,
  type CloudWatchClientConfig,
  DescribeAlarmsCommand,
  GetDashboardCommand,
  GetMetricDataCommand,
  GetMetricStatisticsCommand,
  ListMetricsCommand,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from '@aws-sdk/core/protocols';
import { heartbeatAlarm } from '../../services/cloudwatch/declared-alarms';
import { NAMESPACE, START, TestCloudWatch } from '../../services/cloudwatch/test-cloudwatch';
import { QUERY_HEADERS, sendRequest } from '../../support/wire';

const PROTOCOLS: readonly (readonly [string, CloudWatchClientConfig['protocol']])[] = [
  ['JSON 1.0', AwsJson1_0Protocol],
  ['Smithy RPC v2 CBOR', AwsSmithyRpcV2CborProtocol],
  ['Query', AwsQueryProtocol],
];

const SPAN = { StartTime: new Date(START), EndTime: new Date(START + 60_000) };

let cloudwatch: TestCloudWatch;
beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});
afterEach(() => cloudwatch.close());

describe.each(PROTOCOLS)('CloudWatch in %s', (_, protocol) => {
  let client: CloudWatchClient;
  beforeEach(() => {
    client = new CloudWatchClient({ ...cloudwatch.endpoint.clientConfig(), ...(protocol && { protocol }) });
  });
  afterEach(() => client.destroy());

  const put = () =>
    client.send(
      new PutMetricDataCommand({
        Namespace: NAMESPACE,
        MetricData: [
          { MetricName: 'One', Value: 2.5, Unit: 'Count', Timestamp: new Date(START + 1_500) },
          { MetricName: 'Many', Values: [1, 2], Counts: [3, 4], Dimensions: [{ Name: 'cdn', Value: 'a & b' }] },
          { MetricName: 'Set', StatisticValues: { SampleCount: 2, Sum: 3, Minimum: 1, Maximum: 2 } },
        ],
      }),
    );

  it('stores and returns metrics', async () => {
    await put();
    const Metric = { Namespace: NAMESPACE, MetricName: 'One' };
    const MetricDataQueries = [
      { Id: 'one', MetricStat: { Metric, Period: 60, Stat: 'Sum' } },
      { Id: 'twice', Expression: 'one * 2' },
    ];
    const { MetricDataResults } = await client.send(new GetMetricDataCommand({ MetricDataQueries, ...SPAN }));
    expect(MetricDataResults).toMatchObject([
      { Id: 'one', Timestamps: [new Date(START)], Values: [2.5], StatusCode: 'Complete' },
      { Id: 'twice', Timestamps: [new Date(START)], Values: [5] },
    ]);
    const input = { Namespace: NAMESPACE, MetricName: 'Many', Dimensions: [{ Name: 'cdn', Value: 'a & b' }] };
    const { Datapoints } = await client.send(
      new GetMetricStatisticsCommand({
        ...input,
        ...SPAN,
        Period: 60,
        Statistics: ['Sum', 'Maximum'],
        ExtendedStatistics: ['p50'],
      }),
    );
    expect(Datapoints).toEqual([
      { Timestamp: new Date(START), Sum: 11, Maximum: 2, ExtendedStatistics: { p50: expect.any(Number) as number } },
    ]);
  });

  it('lists metrics with their dimensions', async () => {
    await put();
    const { Metrics } = await client.send(new ListMetricsCommand({ Namespace: NAMESPACE, MetricName: 'Many' }));
    expect(Metrics).toEqual([
      { Namespace: NAMESPACE, MetricName: 'Many', Dimensions: [{ Name: 'cdn', Value: 'a & b' }] },
    ]);
  });

  it('describes and sets alarms', async () => {
    await heartbeatAlarm(cloudwatch, 'quiet');
    const change = { AlarmName: 'quiet', StateValue: 'ALARM' as const, StateReason: 'a <test>' };
    await client.send(new SetAlarmStateCommand(change));
    const { MetricAlarms } = await client.send(new DescribeAlarmsCommand({ AlarmNames: ['quiet'] }));
    expect(MetricAlarms).toMatchObject([
      { ...change, Period: 10, Threshold: 1, ActionsEnabled: true, StateUpdatedTimestamp: new Date(START) },
    ]);
  });

  it('returns errors that the client reads', async () => {
    const dashboard = client.send(new GetDashboardCommand({ DashboardName: 'none' }));
    await expect(dashboard).rejects.toMatchObject({
      message: 'The dashboard none does not exist.',
      $metadata: { httpStatusCode: 404 },
    });
    const foreign = client.send(new PutMetricDataCommand({ Namespace: 'AWS/X', MetricData: [] }));
    await expect(foreign).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
  });
});

describe('CloudWatch', () => {
  it('reads the form that AWS CLI 2.9 and the Java SDKs send', async () => {
    const at = new Date(START).toISOString();
    const body =
      `Action=PutMetricData&Version=2010-08-01&Namespace=${encodeURIComponent(NAMESPACE)}` +
      `&MetricData.member.1.MetricName=Seen&MetricData.member.1.Timestamp=${encodeURIComponent(at)}` +
      '&MetricData.member.1.Value=2.5&MetricData.member.1.Unit=Count';
    const answer = await sendRequest(cloudwatch.endpoint, { service: 'monitoring', headers: QUERY_HEADERS, body });
    expect([answer.status, answer.body.toString()]).toEqual([
      200,
      expect.stringMatching(
        /^<PutMetricDataResponse xmlns="http:\/\/monitoring.amazonaws.com\/doc\/2010-08-01\/"><ResponseMetadata>/,
      ),
    ]);
    const { Metrics } = await cloudwatch.client.send(new ListMetricsCommand({ MetricName: 'Seen' }));
    expect(Metrics).toHaveLength(1);
  });
});
