import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { attempts, getMetricData, statistic, valuesOf } from './metric-requests';
import { START, TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('a datum', () => {
  it('contributes to every statistic of its period', async () => {
    await cloudwatch.put([1, 2, 3, 10].map((Value) => attempts({ Value })));
    const names = ['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount', 'p50', 'p99.9'];
    const queries = names.map((name) => statistic(name));
    const results = await getMetricData(cloudwatch, queries);
    expect(results.map(({ Values }) => Values)).toEqual([[16], [4], [1], [10], [4], [2], [10]]);
    expect(results.every(({ StatusCode }) => StatusCode === 'Complete')).toBe(true);
  });

  it('may have values with counts, from which percentiles are computed', async () => {
    await cloudwatch.put([attempts({ Values: [100, 200, 9_000], Counts: [50, 44, 6] })]);
    expect(await valuesOf(cloudwatch, statistic('p94'))).toEqual([200]);
    expect(await valuesOf(cloudwatch, statistic('p95'))).toEqual([9_000]);
    expect(await valuesOf(cloudwatch, statistic('SampleCount'))).toEqual([100]);
  });

  it('may have a statistic set, which has no percentiles', async () => {
    await cloudwatch.put([attempts({ StatisticValues: { SampleCount: 4, Sum: 20, Minimum: 2, Maximum: 9 } })]);
    expect(await valuesOf(cloudwatch, statistic('Average'))).toEqual([5]);
    expect(await valuesOf(cloudwatch, statistic('Maximum'))).toEqual([9]);
    expect(await valuesOf(cloudwatch, statistic('p50'))).toEqual([]);
  });

  it('keeps percentiles within 0.5 % for any number of values', async () => {
    const values = Array.from({ length: 3_000 }, (_, index) => 1_000 + index * 1.01);
    for (let at = 0; at < values.length; at += 150) {
      await cloudwatch.put([attempts({ Values: values.slice(at, at + 150) })]);
    }
    const [p95 = 0] = (await valuesOf(cloudwatch, statistic('p95'))) ?? [];
    expect(Math.abs(p95 / (values[2_849] ?? 0) - 1)).toBeLessThan(0.005);
  });

  it('is stored when the SDK compresses a large request', async () => {
    const Dimensions = (device: number) => [{ Name: 'DeviceType', Value: `device-${device}` }];
    const data = Array.from({ length: 1_000 }, (_, index) =>
      attempts({ Value: 1, Dimensions: Dimensions(index % 40) }),
    );
    await cloudwatch.put(data);
    expect(await valuesOf(cloudwatch, statistic('Sum', 10, Dimensions(7)))).toEqual([25]);
  });

  it('has the current time and a resolution of one minute by default', async () => {
    cloudwatch.now = START + 25_000;
    await cloudwatch.put([{ MetricName: 'Attempts', Value: 7 }]);
    expect(await valuesOf(cloudwatch, statistic('Sum', 10))).toEqual([]);
    expect(await valuesOf(cloudwatch, statistic('Sum', 60))).toEqual([7]);
  });

  it('belongs to the metric with its dimensions in any order', async () => {
    const dimensions = [
      { Name: 'Cdn', Value: 'cdn-a' },
      { Name: 'DeviceType', Value: 'web' },
    ];
    await cloudwatch.put([
      attempts({ Value: 1, Dimensions: dimensions }),
      attempts({ Value: 2, Dimensions: [...dimensions].reverse() }),
      attempts({ Value: 4 }),
    ]);
    expect(await valuesOf(cloudwatch, statistic('Sum', 10, dimensions))).toEqual([3]);
    expect(await valuesOf(cloudwatch, statistic('Sum', 10))).toEqual([4]);
  });
});

describe('PutMetricData', () => {
  const DAY_MS = 86_400_000;
  const dimensions = Array.from({ length: 31 }, (_, index) => ({ Name: `d${index}`, Value: 'x' }));
  const infiniteSum = { SampleCount: 1, Sum: NaN, Minimum: 1, Maximum: 1 };
  it.each<[string, Partial<MetricDatum>, RegExp]>([
    ['NaN', { Value: NaN }, /Value must be a number/],
    ['an infinite value', { Value: -Infinity }, /Value must be a number/],
    ['an infinite value among others', { Values: [1, Infinity] }, /Values must be a number/],
    ['an infinite sum', { StatisticValues: infiniteSum }, /Sum must be/],
    ['a time two weeks ago', { Value: 1, Timestamp: new Date(START - 15 * DAY_MS) }, /Timestamp must be within/],
    ['a time in the future', { Value: 1, Timestamp: new Date(START + 3 * 3_600_000) }, /Timestamp must be within/],
    ['a resolution of 5 s', { Value: 1, StorageResolution: 5 }, /StorageResolution must be 1 or 60/],
    ['an unknown unit', { Value: 1, Unit: 'Parsec' as 'Count' }, /Unit has an unknown value: Parsec/],
    ['151 values', { Values: Array.from({ length: 151 }, () => 1) }, /Values has 151 elements/],
    ['fewer counts than values', { Values: [1, 2], Counts: [1] }, /Counts must have as many elements/],
    ['a negative count', { Values: [1], Counts: [-1] }, /Counts must not be negative/],
    ['31 dimensions', { Value: 1, Dimensions: dimensions }, /Dimensions may have at most 30/],
    ['a dimension without a value', { Value: 1, Dimensions: [{ Name: 'Cdn', Value: '' }] }, /Dimensions\.Cdn/],
    ['an empty name', { Value: 1, MetricName: '' }, /MetricName/],
  ])('rejects %s, names the field and stores nothing', async (_, datum, message) => {
    const put = cloudwatch.put([attempts({ Value: 1 }), attempts(datum)]);
    const error = await put.catch((reason: unknown) => reason);
    expect(error).toMatchObject({ name: 'InvalidParameterValueException' });
    expect(String(error)).toMatch(/MetricData\.member\.2/);
    expect(String(error)).toMatch(message);
    expect(await valuesOf(cloudwatch, statistic('Sum'))).toEqual([]);
  });

  it('rejects more than 1,000 data and the namespaces of AWS', async () => {
    const data = Array.from({ length: 1_001 }, () => attempts({ Value: 1 }));
    await expect(cloudwatch.put(data)).rejects.toThrow('MetricData has 1001 data');
    await expect(cloudwatch.put([attempts({ Value: 1 })], 'AWS/Lambda')).rejects.toThrow('Namespace must not start');
  });

  it('rejects a datum without a value and one with two kinds of values', async () => {
    await expect(cloudwatch.put([attempts({})])).rejects.toMatchObject({ name: 'MissingRequiredParameterException' });
    await expect(cloudwatch.put([attempts({ Value: 1, Values: [1] })])).rejects.toMatchObject({
      name: 'InvalidParameterCombinationException',
    });
  });

  it('is throttled by an injected fault', async () => {
    cloudwatch.endpoint.faults.set('monitoring', { throttle: 1 });
    await expect(cloudwatch.put([attempts({ Value: 1 })])).rejects.toMatchObject({ name: 'Throttling' });
    cloudwatch.endpoint.faults.clear('monitoring');
    await cloudwatch.put([attempts({ Value: 1 })]);
    expect(await valuesOf(cloudwatch, statistic('Sum'))).toEqual([1]);
  });
});
