import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { type CountedError, FairShares, type PeriodSums } from '../../../../domain/quality';
import { watchQuality } from '../../../../lambdas/quality/watch-quality/watch-quality';
import { NOW } from '../../../support/events';
import { COHORTS, messagesOf, SEED } from '../../../support/quality';

let published: MetricDatum[];
let sums: PeriodSums[];
let shares: FairShares;
let noted: CountedError[];
beforeEach(() => {
  published = [];
  sums = [];
  shares = new FairShares(SEED);
  noted = [];
});

const errorBook = {
  nameOf: (code: string): string => (code === 'MEDIA_DECODE' ? code : 'other'),
  add: (errors: readonly CountedError[]) => void noted.push(...errors),
  keep: () => Promise.resolve(),
};

const publish = (data: readonly MetricDatum[]): Promise<void> => {
  published.push(...data);
  return Promise.resolve();
};
const keep = (periods: readonly PeriodSums[]): Promise<void> => {
  sums.push(...periods);
  return Promise.resolve();
};
const refuse = (): Promise<void> => Promise.reject(new Error('The table refused the sums.'));
const watch = (bodies: readonly string[], writeSums = keep) =>
  watchQuality(
    bodies.map((body, index) => ({ messageId: `message-${index}`, body })),
    { writeSums, publish, cohorts: COHORTS, shares, errors: errorBook, now: () => NOW + 1_500 },
  );
const ofAllPlayers = (name: string): MetricDatum[] =>
  published.filter(({ MetricName, Dimensions = [] }) => MetricName === name && Dimensions.length === 0);

describe('watchQuality', () => {
  it('publishes one datum for each metric of a cohort, with the time of receipt and a resolution of one second', async () => {
    expect(await watch([...messagesOf([{}]), ...messagesOf([{}, {}])])).toEqual([]);
    expect(ofAllPlayers('Heartbeats')).toEqual([
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

  it('publishes both sums of a ratio, even if one is zero', async () => {
    await watch(messagesOf([{ event: 'play_request', state: undefined, interval_ms: undefined }]));
    expect(ofAllPlayers('Attempts')).toMatchObject([{ Value: 1 }]);
    expect(ofAllPlayers('StartFailures')).toMatchObject([{ Value: 0 }]);
  });

  it('publishes startup times as values and counts, at most 150 pairs in a datum', async () => {
    const plays = Array.from({ length: 500 }, (_, n) => ({
      event: 'playing' as const,
      state: 'starting' as const,
      startup_ms: 10 * (n % 250),
    }));
    await watch(messagesOf(plays));
    const data = ofAllPlayers('StartupTime');
    expect(data.map(({ Values }) => Values?.length)).toEqual([150, 100]);
    expect(data.flatMap(({ Counts = [] }) => Counts).reduce((sum, count) => sum + count, 0)).toBe(500);
  });

  it('publishes the number of events and the age of the oldest', async () => {
    await watch(messagesOf([{}, { event_ts: NOW - 3_600_000 }]));
    expect(ofAllPlayers('AcceptedEvents')).toMatchObject([{ Value: 2 }]);
    expect(ofAllPlayers('LateEvents')).toMatchObject([{ Value: 1 }]);
    expect(ofAllPlayers('QualityDelay')).toMatchObject([{ Value: 1_500, Unit: 'Milliseconds' }]);
  });

  it('returns a message that collect did not write, and publishes the others', async () => {
    expect(await watch([...messagesOf([{}]), 'junk', ...messagesOf([{}])])).toEqual(['message-1']);
    expect(ofAllPlayers('Heartbeats')).toMatchObject([{ Value: 2 }]);
  });

  it('hands the sums of every cohort to the detection', async () => {
    const failure = { event: 'error', state: 'starting', error_fatal: true, interval_ms: 900 } as const;
    await watch(messagesOf([{ event: 'play_request', state: undefined, interval_ms: undefined }, failure]));
    const [period] = sums;
    expect(period?.cohorts.find(({ cohort }) => Object.keys(cohort).length === 0)?.sums).toMatchObject({
      attempts: 1,
      startFailures: 1,
    });
    expect(period?.samples).toMatchObject([{ problem: 'start-failures', weight: 1 }]);
  });

  it('rejects and publishes nothing if the table refuses the sums, so that the batch is delivered again', async () => {
    await expect(watch(messagesOf([{}]), refuse)).rejects.toThrow('refused the sums');
    expect(published).toEqual([]);
  });

  it('counts a session once over its batches, but counts a batch in full that is delivered again', async () => {
    const batch = messagesOf([{ session_id: 'session-1', state: 'playing', interval_ms: 9_000 }]);
    await expect(watch(batch, refuse)).rejects.toThrow('refused the sums');
    await watch(batch);
    await watch(batch);
    expect(ofAllPlayers('PlayingTime').map(({ Value }) => Value)).toEqual([9_000, 0]);
    expect(ofAllPlayers('UncountedTime').map(({ Value }) => Value)).toEqual([0, 9_000]);
  });

  it('counts each event of a report that an edge of the version before this one wrote', async () => {
    const rows = [
      ['heartbeat', 'playing', 10_000, 0, 1, 'web', 'cdn-a', null, null],
      ['heartbeat', 'playing', 10_000, 0, 2, 'web', null, null, null],
      ['playing', 'starting', 900, 0, 3, 'web', 'cdn-a', 900, null],
      ['error', 'playing', 0, 0, 4, 'web', 'cdn-a', null, 'fault'],
    ];
    const report = { received_at: NOW, accepted: 4, refused: 0, late: 0, events: rows };
    expect(await watch([JSON.stringify(report)])).toEqual([]);
    expect(ofAllPlayers('PlayingTime')).toMatchObject([{ Value: 20_000 }]);
    expect(ofAllPlayers('Plays')).toMatchObject([{ Value: 1 }]);
    expect(ofAllPlayers('PlaybackFailures')).toMatchObject([{ Value: 1 }]);
  });

  const failure = (code: string) => ({ event: 'error' as const, error_code: code, error_fatal: false });
  const bySessions = () =>
    published
      .filter(({ MetricName }) => MetricName === 'ErrorSessions')
      .map(({ Dimensions = [], Value }) => [Dimensions[0]?.Value, Value]);

  it('publishes the sessions with each error code that has a name, and all others as one', async () => {
    await watch(messagesOf(['MEDIA_DECODE', 'MEDIA_DECODE', 'INVENTED_1', 'INVENTED_2'].map(failure)));
    expect(bySessions()).toEqual([
      ['MEDIA_DECODE', 2],
      ['other', 2],
    ]);
    expect(noted.map(({ code }) => code)).toEqual(['MEDIA_DECODE', 'MEDIA_DECODE', 'INVENTED_1', 'INVENTED_2']);
  });

  it('notes no error of a batch that was refused, because it comes again', async () => {
    const batch = messagesOf([failure('MEDIA_DECODE')]);
    await expect(watch(batch, refuse)).rejects.toThrow('refused the sums');
    expect(noted).toEqual([]);
    await watch(batch);
    expect(noted).toHaveLength(1);
  });
});
