import {
  CloudWatchClient,
  GetDashboardCommand,
  GetMetricDataCommand,
  ListDashboardsCommand,
  ListMetricsCommand,
  type ListMetricsCommandInput,
  type MetricDataQuery,
  type MetricDatum,
  PutMetricDataCommand,
} from '@aws-sdk/client-cloudwatch';
import type { Service, ServiceMetric } from '../../../src/core/service';
import { CloudWatch } from '../../../src/services/cloudwatch/cloudwatch';
import { Endpoint, provision } from '../../support/endpoint';

const MINUTE = Date.UTC(2026, 10, 24, 12);
const NAMESPACE = 'Playhead/dev';

let endpoint: Endpoint;
let service: CloudWatch;
let client: CloudWatchClient;
let now: number;
let services: Service[];
let problems: string[];

beforeEach(async () => {
  now = MINUTE;
  services = [];
  problems = [];
  endpoint = await Endpoint.open();
  service = endpoint.add(
    new CloudWatch({
      surroundings: endpoint.surroundings,
      notifier: { notify: () => undefined },
      services: () => services,
      now: () => now,
      report: (problem) => problems.push(problem),
    }),
  );
  client = new CloudWatchClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (MetricData: MetricDatum[], Namespace = NAMESPACE) =>
  client.send(new PutMetricDataCommand({ Namespace, MetricData }));
const highResolution = (datum: Partial<MetricDatum>, at = now): MetricDatum => ({
  MetricName: 'Attempts',
  StorageResolution: 1,
  Timestamp: new Date(at),
  ...datum,
});
const stat = (Stat: string, Period = 10, Dimensions: MetricDatum['Dimensions'] = []): MetricDataQuery => ({
  Id: Stat.toLowerCase().replace('.', '_'),
  MetricStat: { Metric: { Namespace: NAMESPACE, MetricName: 'Attempts', Dimensions }, Period, Stat },
});
const get = async (queries: MetricDataQuery[], from = MINUTE, to = MINUTE + 60_000) => {
  const { MetricDataResults = [] } = await client.send(
    new GetMetricDataCommand({
      MetricDataQueries: queries,
      StartTime: new Date(from),
      EndTime: new Date(to),
      ScanBy: 'TimestampAscending',
    }),
  );
  return MetricDataResults;
};
const valuesOf = async (query: MetricDataQuery, from?: number, to?: number) =>
  (await get([query], from, to))[0]?.Values;

describe('what is put', () => {
  it('adds up within a period, and every statistic of it can be had', async () => {
    await put([1, 2, 3, 10].map((Value) => highResolution({ Value })));
    const results = await get(
      ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p99.9'].map((name) => stat(name)),
    );
    expect(results.map(({ Values }) => Values)).toEqual([[16], [4], [1], [10], [4], [2], [10]]);
    expect(results.every(({ StatusCode }) => StatusCode === 'Complete')).toBe(true);
  });

  it('keeps percentiles of values with counts', async () => {
    await put([highResolution({ Values: [100, 200, 9_000], Counts: [50, 44, 6] })]);
    expect(await valuesOf(stat('p94'))).toEqual([200]);
    expect(await valuesOf(stat('p95'))).toEqual([9_000]);
    expect(await valuesOf(stat('SampleCount'))).toEqual([100]);
  });

  it('takes a statistic set, of which there are no percentiles', async () => {
    await put([highResolution({ StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 2, Maximum: 9 } })]);
    expect(await valuesOf(stat('Average'))).toEqual([5]);
    expect(await valuesOf(stat('Maximum'))).toEqual([9]);
    expect(await valuesOf(stat('p50'))).toEqual([]);
  });

  it('keeps percentiles within half a percent of however many values there are', async () => {
    const values = Array.from({ length: 3_000 }, (_, index) => 1_000 + index * 1.01);
    for (let at = 0; at < values.length; at += 150) await put([highResolution({ Values: values.slice(at, at + 150) })]);
    const [p95 = 0] = (await valuesOf(stat('p95'))) ?? [];
    expect(Math.abs(p95 / (values[2_849] ?? 0) - 1)).toBeLessThan(0.005);
  });

  it('comes compressed when it is large', async () => {
    await put(
      Array.from({ length: 1_000 }, (_, index) =>
        highResolution({ Value: 1, Dimensions: [{ Name: 'DeviceType', Value: `device-${index % 40}` }] }),
      ),
    );
    expect(await valuesOf(stat('Sum', 10, [{ Name: 'DeviceType', Value: 'device-7' }]))).toEqual([25]);
  });

  it('is dated now when it has no timestamp, and of one minute when it has no resolution', async () => {
    now = MINUTE + 25_000;
    await put([{ MetricName: 'Attempts', Value: 7 }]);
    expect(await valuesOf(stat('Sum', 10))).toEqual([]);
    expect(await valuesOf(stat('Sum', 60))).toEqual([7]);
  });

  it('is told apart by its dimensions in whatever order they come', async () => {
    const dimensions = [
      { Name: 'Cdn', Value: 'cdn-a' },
      { Name: 'DeviceType', Value: 'web' },
    ];
    await put([
      highResolution({ Value: 1, Dimensions: dimensions }),
      highResolution({ Value: 2, Dimensions: [...dimensions].reverse() }),
      highResolution({ Value: 4 }),
    ]);
    expect(await valuesOf(stat('Sum', 10, dimensions))).toEqual([3]);
    expect(await valuesOf(stat('Sum', 10))).toEqual([4]);
  });
});

describe('what is refused, with the name of the field', () => {
  const DAY = 86_400_000;
  const dimensions = Array.from({ length: 31 }, (_, index) => ({ Name: `d${index}`, Value: 'x' }));
  it.each<[string, Partial<MetricDatum>, RegExp]>([
    ['NaN', { Value: NaN }, /Value must be a number/],
    ['infinity', { Value: -Infinity }, /Value must be a number/],
    ['infinity among values', { Values: [1, Infinity] }, /Values must be a number/],
    ['an infinite sum', { StatisticValues: { SampleCount: 1, Sum: NaN, Minimum: 1, Maximum: 1 } }, /Sum must be/],
    ['too old', { Value: 1, Timestamp: new Date(MINUTE - 15 * DAY) }, /Timestamp/],
    ['of the future', { Value: 1, Timestamp: new Date(MINUTE + 3 * 3_600_000) }, /Timestamp/],
    ['a resolution of 5 s', { Value: 1, StorageResolution: 5 }, /StorageResolution/],
    ['an unknown unit', { Value: 1, Unit: 'Parsec' as 'Count' }, /Unit/],
    ['151 values', { Values: Array.from({ length: 151 }, () => 1) }, /Values/],
    ['fewer counts than values', { Values: [1, 2], Counts: [1] }, /Counts/],
    ['a negative count', { Values: [1], Counts: [-1] }, /Counts/],
    ['31 dimensions', { Value: 1, Dimensions: dimensions }, /Dimensions/],
    ['a dimension without a value', { Value: 1, Dimensions: [{ Name: 'Cdn', Value: '' }] }, /Dimensions\.Cdn/],
    ['no name', { Value: 1, MetricName: '' }, /MetricName/],
  ])('%s', async (_, datum, message) => {
    const refusal = await put([highResolution({ Value: 1 }), highResolution(datum)]).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ name: 'InvalidParameterValueException' });
    expect(String(refusal)).toMatch(/MetricData\.member\.2/);
    expect(String(refusal)).toMatch(message);
    expect(await valuesOf(stat('Sum'))).toEqual([]);
  });

  it('more than a thousand data, and the namespaces of AWS', async () => {
    const data = Array.from({ length: 1_001 }, () => highResolution({ Value: 1 }));
    await expect(put(data)).rejects.toThrow(/MetricData holds 1001/);
    await expect(put([highResolution({ Value: 1 })], 'AWS/Lambda')).rejects.toThrow(/Namespace must not start/);
  });

  it('a datum without a value, and one with two kinds of them', async () => {
    await expect(put([highResolution({})])).rejects.toMatchObject({ name: 'MissingRequiredParameterException' });
    await expect(put([highResolution({ Value: 1, Values: [1] })])).rejects.toMatchObject({
      name: 'InvalidParameterCombinationException',
    });
  });

  it('every call while it is told to throttle', async () => {
    endpoint.faults.set('monitoring', { throttle: 1 });
    await expect(put([highResolution({ Value: 1 })])).rejects.toMatchObject({ name: 'ThrottlingException' });
    endpoint.faults.clear('monitoring');
    await put([highResolution({ Value: 1 })]);
  });
});

describe('GetMetricData', () => {
  it('answers each query by its own period, and math by the longest that it refers to', async () => {
    for (let at = MINUTE; at < MINUTE + 60_000; at += 10_000) await put([highResolution({ Value: 2 }, at)]);
    const [short, long, math] = await get([
      { ...stat('Sum', 10), Id: 'short' },
      { ...stat('Sum', 30), Id: 'long' },
      { Id: 'math', Expression: 'short / long', Label: 'share' },
    ]);
    expect(short?.Values).toEqual([2, 2, 2, 2, 2, 2]);
    expect(long?.Values).toEqual([6, 6]);
    expect(math).toMatchObject({ Label: 'share', Values: [1, 1] });
    expect(long?.Timestamps).toEqual([new Date(MINUTE), new Date(MINUTE + 30_000)]);
  });

  it('answers the newest first unless told otherwise, and leaves out what is not to be returned', async () => {
    await put([highResolution({ Value: 1 }), highResolution({ Value: 2 }, MINUTE + 10_000)]);
    const { MetricDataResults } = await client.send(
      new GetMetricDataCommand({
        MetricDataQueries: [
          { ...stat('Sum'), Id: 'm', ReturnData: false },
          { Id: 'e', Expression: 'm * 10' },
        ],
        StartTime: new Date(MINUTE),
        EndTime: new Date(MINUTE + 60_000),
      }),
    );
    expect(MetricDataResults).toMatchObject([{ Id: 'e', Values: [20, 10] }]);
  });

  it('keeps an hour, and takes any stretch of time without holding more', async () => {
    await put([highResolution({ Value: 1 })]);
    expect(await valuesOf({ ...stat('Sum', 1), Id: 'm' }, 0, MINUTE + 10 ** 12)).toEqual([1]);
    now += 3_660_000;
    await put([highResolution({ Value: 2 })]);
    expect(await valuesOf({ ...stat('Sum', 10), Id: 'm' }, MINUTE, now + 1_000)).toEqual([2]);
  });

  const math = (Id: string, Expression: string): MetricDataQuery => ({ Id, Expression });
  it.each<[string, MetricDataQuery[], RegExp]>([
    ['a period of 15 s', [stat('Sum', 15)], /Period must be/],
    ['a statistic that is not run', [{ ...stat('TM(10%:90%)'), Id: 'tm' }], /Stat is not known here: TM/],
    ['an id twice', [stat('Sum'), stat('Sum')], /Id twice/],
    ['a reference to nothing', [math('e', 'm1 + 1')], /of e refers to m1, which is not defined/],
    ['an expression of itself', [math('e', 'f'), math('f', 'e')], /of e refers to itself/],
    ['an unknown function', [math('e', 'DIFF(e)')], /calls DIFF, which is not run here/],
    ['what is no expression', [math('e', '1 +')], /can't be read: 1 \+/],
  ])('refuses %s', async (_, queries, message) => {
    await expect(get(queries)).rejects.toThrow(message);
  });
});

describe('ListMetrics', () => {
  beforeEach(async () => {
    const data = Array.from({ length: 700 }, (_, index) => ({ Name: 'Cdn', Value: `cdn-${index}` }));
    await put([
      ...data.map((dimension) => highResolution({ Value: 1, Dimensions: [dimension] })),
      highResolution({ Value: 1, MetricName: 'Plays' }),
    ]);
    await put([highResolution({ Value: 1 })], 'Other');
  });

  it('pages through all by 500', async () => {
    const first = await client.send(new ListMetricsCommand({}));
    const second = await client.send(new ListMetricsCommand({ NextToken: first.NextToken }));
    expect([first.Metrics?.length, second.Metrics?.length, second.NextToken]).toEqual([500, 202, undefined]);
  });

  it('filters by namespace, name and dimensions', async () => {
    const count = async (input: ListMetricsCommandInput) =>
      (await client.send(new ListMetricsCommand(input))).Metrics?.length;
    expect(await count({ Namespace: 'Other' })).toBe(1);
    expect(await count({ MetricName: 'Plays' })).toBe(1);
    expect(await count({ Dimensions: [{ Name: 'Cdn', Value: 'cdn-9' }] })).toBe(1);
    expect(await count({ Dimensions: [{ Name: 'DeviceType' }] })).toBe(0);
  });
});

describe('the metrics of the other services', () => {
  it('are collected into the minute in which they are handed over', async () => {
    const metric: ServiceMetric = {
      namespace: 'AWS/Lambda',
      name: 'Invocations',
      dimensions: { FunctionName: 'collect' },
      unit: 'Count',
      values: [3, 4],
    };
    services.push({ name: 'broken', provisions: {}, serviceMetrics: () => Promise.reject(new Error('no file')) });
    services.push({ name: 'lambda', provisions: {}, serviceMetrics: () => [metric] });
    for (const elapsed of [5_000, 10_000, 65_000]) {
      now = MINUTE + elapsed;
      await service.collect();
    }
    const Dimensions = [{ Name: 'FunctionName', Value: 'collect' }];
    const invocations: MetricDataQuery = {
      Id: 'm',
      MetricStat: {
        Metric: { Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions },
        Period: 60,
        Stat: 'Sum',
      },
    };
    expect(await valuesOf(invocations, MINUTE, MINUTE + 120_000)).toEqual([14, 7]);
    expect(problems[0]).toBe("broken can't tell its metrics: no file");
  });
});

describe('dashboards', () => {
  it('come from the templates', async () => {
    const body = JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '# Live' } }] });
    const properties = { DashboardName: 'playhead-dev-live', DashboardBody: body };
    expect((await provision(service, 'AWS::CloudWatch::Dashboard', properties)).ref).toBe('playhead-dev-live');
    const { DashboardEntries } = await client.send(new ListDashboardsCommand({ DashboardNamePrefix: 'playhead-' }));
    expect(DashboardEntries).toMatchObject([{ DashboardName: 'playhead-dev-live', Size: body.length }]);
    const found = await client.send(new GetDashboardCommand({ DashboardName: 'playhead-dev-live' }));
    expect(found.DashboardBody).toBe(body);
    expect(service.dashboards().get('playhead-dev-live')).toBe(body);
    await expect(client.send(new GetDashboardCommand({ DashboardName: 'other' }))).rejects.toMatchObject({
      name: 'DashboardNotFoundError',
    });
  });

  it.each(['{', '[]', '{"widgets":{}}'])('fail their deployment, by name, when their body is %s', async (body) => {
    const properties = { DashboardName: 'broken', DashboardBody: body };
    await expect(provision(service, 'AWS::CloudWatch::Dashboard', properties)).rejects.toThrow(/dashboard broken/);
  });
});
