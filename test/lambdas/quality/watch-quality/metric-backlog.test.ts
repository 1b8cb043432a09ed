import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { MetricBacklog } from '../../../../lambdas/quality/watch-quality/metric-backlog';

const data = (count: number, from = 0): MetricDatum[] =>
  Array.from({ length: count }, (_, n) => ({ MetricName: `metric-${from + n}`, Value: 1 }));
const names = (put: readonly MetricDatum[]): string[] => put.map(({ MetricName = '' }) => MetricName);

beforeEach(() => {
  jest.spyOn(Math, 'random').mockReturnValue(0); // no waits
});
afterEach(() => {
  jest.restoreAllMocks();
});

it('retries only the data that CloudWatch refused', async () => {
  const calls: string[][] = [];
  const backlog = new MetricBacklog((put) => {
    calls.push(names(put));
    return Promise.resolve(calls.length === 1 ? put.slice(0, 2) : []);
  }, jest.fn());
  await backlog.publish(data(4));
  expect(calls).toEqual([
    ['metric-0', 'metric-1', 'metric-2', 'metric-3'],
    ['metric-0', 'metric-1'],
  ]);
});

it('publishes what CloudWatch refused at every attempt with the next data', async () => {
  let isDown = true;
  const accepted: string[] = [];
  const report = jest.fn();
  const backlog = new MetricBacklog((put) => {
    if (isDown) return Promise.resolve(put);
    accepted.push(...names(put));
    return Promise.resolve([]);
  }, report);
  await backlog.publish(data(2));
  isDown = false;
  await backlog.publish(data(1, 2));
  expect(accepted).toEqual(['metric-0', 'metric-1', 'metric-2']);
  expect(report.mock.calls).toEqual([[{ kept: 2, lost: 0 }]]);
});

it('gives up the oldest data of a long outage, and says how many', async () => {
  const report = jest.fn();
  const backlog = new MetricBacklog((put) => Promise.resolve(put), report);
  await backlog.publish(data(20_001));
  expect(report.mock.calls).toEqual([[{ kept: 20_000, lost: 1 }]]);
});
