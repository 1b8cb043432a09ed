import { type PackedRecord, unpackEvents } from '../../../../domain/ingest';
import { isStreamedEvent } from '../../../../domain/live/streamed-event';
import { putWatermarks } from '../../../../lambdas/live/publish-counts/put-watermarks';
import { nextRoundAfter, runRounds } from '../../../../lambdas/live/publish-counts/rounds';
import { FakeStream } from '../../../support/destinations';
import { NOW } from '../../../support/events';

describe('rounds', () => {
  it('begin every two seconds on the clock, one of them as an instant can first be complete', () => {
    expect(nextRoundAfter(NOW)).toBe(NOW + 500);
    expect(nextRoundAfter(NOW + 499)).toBe(NOW + 500);
    expect(nextRoundAfter(NOW + 500)).toBe(NOW + 2_500);
    expect(nextRoundAfter(NOW + 10_499)).toBe(NOW + 10_500);
  });

  it('run one after the other until the deadline, and past one that fails', async () => {
    let clock = NOW;
    const started: number[] = [];
    const errors: unknown[] = [];
    const round = (): Promise<void> => {
      started.push(clock - NOW);
      clock = nextRoundAfter(clock) - 2; // the next one is due in 2 ms
      return started.length === 2 ? Promise.reject(new Error('failed')) : Promise.resolve();
    };
    const now = (): number => (clock === NOW ? clock : clock++);
    await runRounds(round, NOW + 8_000, now, (error) => errors.push(error));
    expect(started.length).toBe(4);
    expect(errors).toEqual([new Error('failed')]);
  });

  it('do not run beside one another: one that takes too long skips the next', async () => {
    let clock = NOW;
    let running = 0;
    const started: number[] = [];
    await runRounds(
      async () => {
        expect(++running).toBe(1);
        started.push(clock);
        clock += 5_499;
        await Promise.resolve();
        running--;
      },
      NOW + 6_000,
      () => clock,
      fail,
    );
    expect(started).toEqual([NOW]);
  });

  it('end before one would outlast the deadline that takes as long as the last', async () => {
    let clock = NOW + 500;
    const started: number[] = [];
    const round = (): Promise<void> => {
      started.push(Math.round((clock - NOW) / 100) * 100);
      clock += 1_999;
      return Promise.resolve();
    };
    await runRounds(round, NOW + 6_000, () => clock, fail);
    expect(started).toEqual([500, 2_500]);
  });
});

const fail = (error: unknown): never => {
  throw error;
};

describe('watermarks', () => {
  it('go into every bucket, in calls that Kinesis takes, and hold no event', async () => {
    const stream = new FakeStream<PackedRecord>();
    expect(await putWatermarks(stream.put, 1_100, NOW)).toBe(0);
    expect(stream.calls.map(({ length }) => length)).toEqual([500, 500, 100]);
    expect(stream.kept.map(({ bucket }) => bucket)).toEqual(Array.from({ length: 1_100 }, (_, bucket) => bucket));
    expect(stream.kept.flatMap(({ data }) => unpackEvents(isStreamedEvent, data))).toEqual([]);
  });

  it('are put once, and those that are refused are told of', async () => {
    const stream = new FakeStream<PackedRecord>();
    stream.refuses = ({ bucket }) => bucket === 3;
    expect(await putWatermarks(stream.put, 16, NOW)).toBe(1);
    stream.down = true;
    expect(await putWatermarks(stream.put, 16, NOW)).toBe(16);
    expect(stream.calls).toHaveLength(2);
  });
});
