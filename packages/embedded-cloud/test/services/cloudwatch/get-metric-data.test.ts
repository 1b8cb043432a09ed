import {
  GetMetricDataCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type MetricDataQuery,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import { attempts, getMetricData, statistic, valuesOf } from './metric-requests';
import { START, TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('GetMetricData', () => {
  it('runs each query with its own period, and an expression with the longest period of its references', async () => {
    for (let at = START; at < START + 60_000; at += 10_000) await cloudwatch.put([attempts({ Value: 2 }, at)]);
    const [short, long, math] = await getMetricData(cloudwatch, [
      { ...statistic('Sum', 10), Id: 'short' },
      { ...statistic('Sum', 30), Id: 'long' },
      { Id: 'math', Expression: 'short / long', Label: 'share' },
    ]);
    expect(short?.Values).toEqual([2, 2, 2, 2, 2, 2]);
    expect(long?.Values).toEqual([6, 6]);
    expect(math).toMatchObject({ Label: 'share', Values: [1, 1] });
    expect(long?.Timestamps).toEqual([new Date(START), new Date(START + 30_000)]);
  });

  it('returns the newest values first by default, and omits queries with ReturnData false', async () => {
    await cloudwatch.put([attempts({ Value: 1 }), attempts({ Value: 2 }, START + 10_000)]);
    const MetricDataQueries = [
      { ...statistic('Sum'), Id: 'm', ReturnData: false },
      { Id: 'e', Expression: 'm * 10' },
    ];
    const span = { StartTime: new Date(START), EndTime: new Date(START + 60_000) };
    const { MetricDataResults } = await cloudwatch.client.send(
      new GetMetricDataCommand({ MetricDataQueries, ...span }),
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'e', Values: [20, 10] }]);
  });

  it('returns the data of the last hour, even when the request covers decades', async () => {
    await cloudwatch.put([attempts({ Value: 1 })]);
    expect(await valuesOf(cloudwatch, { ...statistic('Sum', 1), Id: 'm' }, 0, START + 10 ** 12)).toEqual([1]);
    cloudwatch.now += 3_660_000;
    const { now } = cloudwatch;
    await cloudwatch.put([attempts({ Value: 2 }, now)]);
    expect(await valuesOf(cloudwatch, { ...statistic('Sum', 10), Id: 'm' }, START, now + 1_000)).toEqual([2]);
  });

  const byCode = (fields: Partial<MetricDataQuery> = {}): MetricDataQuery => ({
    Id: 'codes',
    Expression: `SEARCH('{Playhead/test,Code} MetricName="Errors"', 'Sum', 10)`,
    ...fields,
  });
  const errors = (Code: string, Value: number, others: Readonly<Record<string, string>> = {}) => ({
    ...{ MetricName: 'Errors', Value, Timestamp: new Date(START), StorageResolution: 1 },
    Dimensions: Object.entries({ Code, ...others }).map(([Name, Value]) => ({ Name, Value })),
  });

  it('returns a series for each metric that a search finds: those with exactly its dimensions', async () => {
    const others = [errors('A', 9, { Device: 'tv' }), { ...errors('A', 9), MetricName: 'Others' }];
    const MetricData = [errors('A', 1), errors('B', 2), ...others];
    await cloudwatch.client.send(new PutMetricDataCommand({ Namespace: 'Playhead/test', MetricData }));
    const labelled = { Id: 'labelled', Label: "code ${PROP('Dim.Code')}" };
    expect(await getMetricData(cloudwatch, [byCode(), byCode(labelled)])).toMatchObject([
      { Id: 'codes', Label: 'A', Values: [1] },
      { Id: 'codes', Label: 'B', Values: [2] },
      { Id: 'labelled', Label: 'code A', Values: [1] },
      { Id: 'labelled', Label: 'code B', Values: [2] },
    ]);
  });

  const math = (Id: string, Expression: string): MetricDataQuery => ({ Id, Expression });
  it.each<[string, MetricDataQuery[], RegExp]>([
    ['a period of 15 s', [statistic('Sum', 15)], /Period must be/],
    ['an unsupported statistic', [{ ...statistic('TM(10%:90%)'), Id: 'tm' }], /Stat is not supported: TM/],
    [
      'an unsupported search',
      [math('e', "SEARCH('errors', 'Sum', 10)")],
      /is a search of a form that is not supported/,
    ],
    [
      'a search with an unsupported statistic',
      [math('e', `SEARCH('{N,D} MetricName="M"', 'Median', 10)`)],
      /Stat is not supported: Median/,
    ],
    ['an id twice', [statistic('Sum'), statistic('Sum')], /has the same Id twice/],
    ['an undefined reference', [math('e', 'm1 + 1')], /of e refers to m1, which is not defined/],
    ['a circular reference', [math('e', 'f'), math('f', 'e')], /of e refers to itself/],
    ['an unknown function', [math('e', 'DIFF(e)')], /calls DIFF, which is not supported/],
    ['an invalid expression', [math('e', '1 +')], /Expression is not valid: 1 \+/],
  ])('rejects %s', async (_, queries, message) => {
    await expect(getMetricData(cloudwatch, queries)).rejects.toThrow(message);
  });

  it('rejects an end time that is not after the start time', async () => {
    const request = getMetricData(cloudwatch, [statistic('Sum')], START, START);
    await expect(request).rejects.toThrow('StartTime must be before EndTime');
  });
});

describe('ListMetrics', () => {
  beforeEach(async () => {
    const dimensions = Array.from({ length: 700 }, (_, index) => ({ Name: 'Cdn', Value: `cdn-${index}` }));
    const data = dimensions.map((dimension) => attempts({ Value: 1, Dimensions: [dimension] }));
    await cloudwatch.put([...data, attempts({ Value: 1, MetricName: 'Plays' })]);
    await cloudwatch.put([attempts({ Value: 1 })], 'Other');
  });

  it('returns pages of 500 metrics', async () => {
    const first = await cloudwatch.client.send(new ListMetricsCommand({}));
    const second = await cloudwatch.client.send(new ListMetricsCommand({ NextToken: first.NextToken }));
    expect([first.Metrics?.length, second.Metrics?.length, second.NextToken]).toEqual([500, 202, undefined]);
  });

  it('filters by namespace, name and dimensions', async () => {
    const count = async (input: ListMetricsCommandInput) =>
      (await cloudwatch.client.send(new ListMetricsCommand(input))).Metrics?.length;
    expect(await count({ Namespace: 'Other' })).toBe(1);
    expect(await count({ MetricName: 'Plays' })).toBe(1);
    expect(await count({ Dimensions: [{ Name: 'Cdn', Value: 'cdn-9' }] })).toBe(1);
    expect(await count({ Dimensions: [{ Name: 'DeviceType' }] })).toBe(0);
  });
});
