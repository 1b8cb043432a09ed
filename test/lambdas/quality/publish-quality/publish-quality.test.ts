import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { foldQuality, writeShare } from '../../../../domain/quality';
import { publishQuality } from '../../../../lambdas/quality/publish-quality/publish-quality';
import { NOW } from '../../../support/events';
import { messagesOf, reportIn } from '../../../support/quality';

type Events = Parameters<typeof messagesOf>[0];

let calls: (readonly MetricDatum[])[];
beforeEach(() => {
  calls = [];
});

const accept = (data: readonly MetricDatum[]): Promise<readonly MetricDatum[]> => {
  calls.push(data);
  return Promise.resolve([]);
};
const publish = (bodies: readonly string[], putMetrics = accept) =>
  publishQuality(
    bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
    { putMetrics, now: () => NOW + 1_500 },
  );
/** What watch-quality sends for one batch with these events. */
const totalsOf = (events: Events): readonly string[] =>
  foldQuality(messagesOf(events).map(reportIn), new Set(['cdn-a'])).map(writeShare);
const ofAllPlayers = (name: string): readonly MetricDatum[] =>
  calls.flat().filter(({ MetricName, Dimensions = [] }) => MetricName === name && Dimensions.length === 0);

describe('publishQuality', () => {
  it('adds up the totals of all batches before it publishes one datum for each metric of a cohort', async () => {
    const batches = Array.from({ length: 100 }, () => totalsOf([{}, {}])).flat();
    expect(await publish(batches)).toEqual([]);
    expect(calls).toHaveLength(1);
    expect(ofAllPlayers('Heartbeats')).toEqual([
      {
        MetricName: 'Heartbeats',
        Dimensions: [],
        Value: 200,
        Unit: 'Count',
        Timestamp: new Date(NOW - (NOW % 10_000)),
        StorageResolution: 1,
      },
    ]);
    expect(calls.flat().every(({ StorageResolution }) => StorageResolution === 1)).toBe(true);
  });

  it('publishes both sums of a ratio, even if one is zero', async () => {
    await publish(totalsOf([{ event: 'play_request', state: undefined, interval_ms: undefined }]));
    expect(ofAllPlayers('Attempts')).toMatchObject([{ Value: 1 }]);
    expect(ofAllPlayers('StartFailures')).toMatchObject([{ Value: 0 }]);
  });

  it('publishes startup times as values and counts, at most 150 pairs in a datum', async () => {
    const plays = Array.from({ length: 500 }, (_, n) => ({
      event: 'playing' as const,
      state: 'starting' as const,
      startup_ms: 10 * (n % 250),
    }));
    await publish(totalsOf(plays));
    const data = ofAllPlayers('StartupTime');
    expect(data.map(({ Values }) => Values?.length)).toEqual([150, 100]);
    expect(data.flatMap(({ Counts = [] }) => Counts).reduce((sum, count) => sum + count, 0)).toBe(500);
  });

  it('publishes the number of events and the age of the oldest', async () => {
    await publish(totalsOf([{}, { event_ts: NOW - 3_600_000 }]));
    expect(ofAllPlayers('AcceptedEvents')).toMatchObject([{ Value: 2 }]);
    expect(ofAllPlayers('LateEvents')).toMatchObject([{ Value: 1 }]);
    expect(ofAllPlayers('QualityDelay')).toMatchObject([{ Value: 1_500, Unit: 'Milliseconds' }]);
  });

  it('returns a message that watch-quality did not write, and publishes the others', async () => {
    expect(await publish([...totalsOf([{}]), 'junk', ...totalsOf([{}])])).toEqual(['message-1']);
    expect(ofAllPlayers('Heartbeats')).toMatchObject([{ Value: 2 }]);
  });

  it('retries only the data that CloudWatch refused', async () => {
    let attempts = 0;
    const throttled = (data: readonly MetricDatum[]): Promise<readonly MetricDatum[]> => {
      if (++attempts > 1) return accept(data);
      calls.push(data.slice(10));
      return Promise.resolve(data.slice(0, 10));
    };
    expect(await publish(totalsOf([{}]), throttled)).toEqual([]);
    expect(attempts).toBe(2);
    expect(ofAllPlayers('Heartbeats')).toHaveLength(1);
    expect(ofAllPlayers('AcceptedEvents')).toHaveLength(1);
  });

  it('rejects if CloudWatch refuses data at every attempt, so that the batch is delivered again', async () => {
    const waits = jest.spyOn(Math, 'random').mockReturnValue(0);
    await expect(publish(totalsOf([{}]), (data) => Promise.resolve(data))).rejects.toThrow('CloudWatch refused');
    waits.mockRestore();
  });
});
