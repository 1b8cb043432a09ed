import { type PackedRecord, unpackEvents } from '../../../../domain/ingest';
import { STREAMED_EVENTS } from '../../../../domain/live/streamed-event';
import { putWatermarks } from '../../../../lambdas/live/publish-counts/put-watermarks';
import { nextRoundAfter, runRounds } from '../../../../lambdas/foundation/rounds';
import { FakeStream } from '../../../support/destinations';
import { NOW } from '../../../support/events';

describe('nextRoundAfter', () => {
  it('starts rounds every two seconds, one of them when an instant can first be complete', () => {
    expect(nextRoundAfter(NOW)).toBe(NOW + 500);
    expect(nextRoundAfter(NOW + 499)).toBe(NOW + 500);
    expect(nextRoundAfter(NOW + 500)).toBe(NOW + 2_500);
    expect(nextRoundAfter(NOW + 10_499)).toBe(NOW + 10_500);
  });
});

describe('runRounds', () => {
  /** Runs rounds of these lengths from a time on, with a virtual clock; returns when each started, ms after NOW. */
  const startsOf = async (
    from: number,
    deadline: number,
    roundMs: number,
    onRound: (count: number) => boolean | undefined = () => undefined,
  ) => {
    let clock = from;
    const starts: number[] = [];
    const errors: unknown[] = [];
    const round = (): Promise<boolean> => {
      starts.push(clock - NOW);
      clock += roundMs;
      return Promise.resolve(starts.length).then((count) => onRound(count) ?? true);
    };
    const wait = (ms: number): Promise<void> => Promise.resolve(void (clock += ms));
    await runRounds(round, deadline, { now: () => clock, wait, onError: (error) => errors.push(error) });
    return { starts, errors };
  };

  it('runs rounds until the deadline, also after one that fails', async () => {
    const { starts, errors } = await startsOf(NOW, NOW + 8_000, 100, (count) => {
      if (count === 2) throw new Error('failed');
      return true;
    });
    expect(starts).toEqual([0, 500, 2_500, 4_500, 6_500]);
    expect(errors).toEqual([new Error('failed')]);
  });

  it('ends after the first round that returns false', async () => {
    expect((await startsOf(NOW, NOW + 8_000, 100, (count) => count < 2)).starts).toEqual([0, 500]);
  });

  it('skips a round while the one before still runs', async () => {
    expect((await startsOf(NOW, NOW + 12_000, 3_000)).starts).toEqual([0, 4_500, 8_500]);
  });

  it('starts no round that would end after the deadline if it took as long as the last', async () => {
    expect((await startsOf(NOW + 500, NOW + 6_000, 1_999)).starts).toEqual([500, 2_500]);
  });
});

describe('putWatermarks', () => {
  it('puts a record without events into every session bucket, in calls that Kinesis accepts', async () => {
    const stream = new FakeStream<PackedRecord>();
    expect(await putWatermarks(stream.put, 1_100, NOW)).toBe(0);
    expect(stream.calls.map(({ length }) => length)).toEqual([500, 500, 100]);
    expect(stream.kept.map(({ bucket }) => bucket)).toEqual(Array.from({ length: 1_100 }, (_, bucket) => bucket));
    expect(stream.kept.flatMap(({ data }) => unpackEvents(STREAMED_EVENTS, data))).toEqual([]);
  });

  it('puts watermarks once, and returns how many were refused', async () => {
    const stream = new FakeStream<PackedRecord>();
    stream.refuses = ({ bucket }) => bucket === 3;
    expect(await putWatermarks(stream.put, 16, NOW)).toBe(1);
    stream.down = true;
    expect(await putWatermarks(stream.put, 16, NOW)).toBe(16);
    expect(stream.calls).toHaveLength(2);
  });
});
