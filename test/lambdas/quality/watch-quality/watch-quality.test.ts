import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { watchQuality } from '../../../../lambdas/quality/watch-quality/watch-quality';
import { NOW } from '../../../support/events';
import { messagesOf } from '../../../support/quality';

let published: MetricDatum[];
beforeEach(() => {
  published = [];
});

const accept = (data: readonly MetricDatum[]): Promise<readonly MetricDatum[]> => {
  published.push(...data);
  return Promise.resolve([]);
};
const watch = (bodies: readonly string[], putMetrics = accept) =>
  watchQuality(
    bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
    { putMetrics, cdns: new Set(['cdn-a']), now: () => NOW + 1_500 },
  );
const everybody = (name: string): MetricDatum[] =>
  published.filter(({ MetricName, Dimensions = [] }) => MetricName === name && Dimensions.length === 0);

it('a batch is folded once: each metric of a cohort is one datum, by the second and at its time of receipt', async () => {
  expect(await watch([...messagesOf([{}]), ...messagesOf([{}, {}])])).toEqual([]);
  expect(everybody('Heartbeats')).toEqual([
    {
      MetricName: 'Heartbeats',
      Dimensions: [],
      Value: 3,
      Unit: 'Count',
      Timestamp: new Date(NOW),
      StorageResolution: 1,
    },
  ]);
  expect(published.every(({ StorageResolution }) => StorageResolution === 1)).toBe(true);
});

it('a ratio finds both its sums, and zeros where nothing failed', async () => {
  await watch(messagesOf([{ event: 'play_request', state: undefined, interval_ms: undefined }]));
  expect(everybody('Attempts')).toMatchObject([{ Value: 1 }]);
  expect(everybody('StartFailures')).toMatchObject([{ Value: 0 }]);
});

it('startup times go as values and counts, 150 pairs a datum at most', async () => {
  const plays = Array.from({ length: 500 }, (_, n) => ({
    event: 'playing' as const,
    state: 'starting' as const,
    startup_ms: 10 * (n % 250),
  }));
  await watch(messagesOf(plays));
  const data = everybody('StartupTime');
  expect(data.map(({ Values }) => Values?.length)).toEqual([150, 100]);
  expect(data.flatMap(({ Counts = [] }) => Counts).reduce((sum, count) => sum + count, 0)).toBe(500);
});

it('what was taken in and how old it is are told with it', async () => {
  await watch(messagesOf([{}, { event_ts: NOW - 3_600_000 }]));
  expect(everybody('AcceptedEvents')).toMatchObject([{ Value: 2 }]);
  expect(everybody('LateEvents')).toMatchObject([{ Value: 1 }]);
  expect(everybody('QualityDelay')).toMatchObject([{ Value: 1_500, Unit: 'Milliseconds' }]);
});

it('a message that collect did not write is named, and the rest of its batch is published', async () => {
  expect(await watch([...messagesOf([{}]), 'junk', ...messagesOf([{}])])).toEqual(['message-1']);
  expect(everybody('Heartbeats')).toMatchObject([{ Value: 2 }]);
});

it('what CloudWatch throttles is sent again, and only that', async () => {
  let calls = 0;
  const throttled = (data: readonly MetricDatum[]): Promise<readonly MetricDatum[]> => {
    if (++calls > 1) return accept(data);
    published.push(...data.slice(10));
    return Promise.resolve(data.slice(0, 10));
  };
  expect(await watch(messagesOf([{}]), throttled)).toEqual([]);
  expect(calls).toBe(2);
  expect(everybody('Heartbeats')).toHaveLength(1);
  expect(everybody('AcceptedEvents')).toHaveLength(1);
});

it('a batch that CloudWatch refuses to the end fails whole, and so comes again', async () => {
  const waits = jest.spyOn(Math, 'random').mockReturnValue(0);
  await expect(watch(messagesOf([{}]), (data) => Promise.resolve(data))).rejects.toThrow('CloudWatch refused');
  waits.mockRestore();
});
