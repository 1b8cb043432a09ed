import fc from 'fast-check';
import { Publisher } from '../../../../lambdas/live/publish-counts/publisher';
import { aViewingEvent, NOW, without } from '../../../support/events';
import { type LiveCount, LiveStore, SETTINGS } from '../../../support/live-store';

/** The first instant after the publisher's start. */
const T = NOW + 10_000;

let store: LiveStore;
let publisher: Publisher;
beforeEach(async () => {
  store = new LiveStore();
  publisher = new Publisher(store, SETTINGS);
  await publisher.tick();
});

const tickAt = async (time: number, by = publisher): Promise<void> => {
  store.clock = time;
  await by.tick();
};
/** An event of a session that was watching at T. */
const watching = (sessionId: string, fields = {}) =>
  aViewingEvent({ session_id: sessionId, event_ts: T + 5_000, interval_ms: 10_000, ...fields });
const published = (instant = T) => store.published.filter((count) => count.instant === instant);
const known = (count: LiveCount | undefined) => without(count ?? {}, 'revision', 'complete');
const last = (instant = T) => published(instant).at(-1);

describe('An instant of a publisher', () => {
  it('opens at its time, with no streams', async () => {
    await tickAt(T - 1);
    expect(published()).toEqual([]);
    await tickAt(T);
    expect(published()).toMatchObject([{ streams: 0, complete: false, closed: false }]);
  });

  it('opens in the first round if events may still arrive for it', () => {
    expect(store.published.map(({ instant }) => instant)).toEqual([0, 10, 20, 30, 40, 50].map((s) => NOW - s * 1_000));
  });

  it('is published again only if its count has changed', async () => {
    store.count([watching('a')], T + 5_100);
    await tickAt(T + 6_000);
    await tickAt(T + 8_000);
    store.count([watching('b'), watching('a')], T + 8_100);
    await tickAt(T + 9_000);
    expect(published().map(({ streams }) => streams)).toEqual([1, 2]);
  });

  it('is published again if only its rebuffering has changed', async () => {
    store.count([watching('a', { state: 'rebuffering' })], T + 5_100);
    await tickAt(T + 6_000);
    store.count([watching('a')], T + 7_100);
    await tickAt(T + 8_000);
    expect(published().map(({ streams, rebuffering }) => [streams, rebuffering])).toEqual([
      [1, 1],
      [1, 0],
    ]);
  });

  it('is complete once the reports of all punctual players are counted', async () => {
    store.countUpTo(T + 10_499);
    await tickAt(T + 10_499);
    expect(last()).toMatchObject({ complete: false });
    await tickAt(T + 10_500);
    expect(last()).toMatchObject({ complete: false });
    store.countUpTo(T + 10_500);
    await tickAt(T + 12_500);
    expect(last()).toMatchObject({ complete: true, closed: false });
  });

  it('is not complete while events wait in the overflow queue, even if the whole stream is counted', async () => {
    store.overflowEmpty = false;
    store.countUpTo(T + 30_000);
    await tickAt(T + 30_000);
    expect(last()).toMatchObject({ complete: false });
    store.overflowEmpty = true;
    await tickAt(T + 32_500); // the queue is empty now, but newer events are not counted yet
    expect(last()).toMatchObject({ complete: false });
    store.countUpTo(T + 32_600);
    await tickAt(T + 34_500);
    expect(last()).toMatchObject({ complete: true });
  });

  it('accepts late events until it closes, and is published again', async () => {
    store.count([watching('a')], T + 10_600);
    await tickAt(T + 10_500);
    await tickAt(T + 12_500);
    store.count([watching('late')], T + 59_999);
    await tickAt(T + 60_500);
    expect(last()).toMatchObject({ streams: 2, complete: true, closed: false });
    store.count([watching('too late')], T + 60_000);
    await tickAt(T + 62_500);
    expect(last()).toMatchObject({ streams: 2, complete: true, closed: true });
  });

  it('closes by the arrivals in the stream, not by the clock, so that a lag loses nothing', async () => {
    store.countUpTo(T + 1_000);
    await tickAt(T + 300_000);
    expect(last()).toMatchObject({ closed: false });
    store.count([watching('a')], T + 59_999);
    await tickAt(T + 302_000);
    store.countUpTo(T + 60_000);
    await tickAt(T + 304_000);
    expect(last()).toMatchObject({ streams: 1, closed: true });
  });

  it('is neither read nor published after it has closed', async () => {
    await tickAt(T);
    store.countUpTo(T + 60_000);
    await tickAt(T + 60_500);
    const count = published().length;
    store.reads.length = 0;
    await tickAt(T + 62_500);
    expect(published()).toHaveLength(count);
    expect(store.reads.filter(({ instant }) => instant <= T)).toEqual([]);
  });
});

describe('A round of a publisher', () => {
  it('reads only the presence since the last round', async () => {
    store.count([watching('a')], T + 5_100);
    await tickAt(T + 6_000);
    store.reads.length = 0;
    await tickAt(T + 8_000);
    expect(store.reads.filter(({ instant }) => instant === T)).toEqual([{ instant: T, arrivedFrom: T + 100 }]);
    expect(new Set(store.reads.map(({ arrivedFrom }) => arrivedFrom))).toEqual(new Set([T + 100]));
  });

  it('reads presence that arrived in the same millisecond as the watermark', async () => {
    store.count([watching('a')], T + 5_100);
    await tickAt(T + 6_000);
    store.count([watching('b')], T + 5_100);
    await tickAt(T + 8_000);
    expect(last()).toMatchObject({ streams: 2 });
  });

  it('puts a watermark', async () => {
    await tickAt(T);
    await tickAt(T + 2_500);
    expect(store.watermarks).toEqual([NOW + 500, T, T + 2_500]);
  });

  it('publishes what a failed round did not publish', async () => {
    const { publish } = store;
    store.publish = () => Promise.reject(new Error('down'));
    store.count([watching('a')], T + 5_100);
    await expect(tickAt(T + 6_000)).rejects.toThrow('down');
    store.publish = publish;
    await tickAt(T + 8_000);
    expect(last()).toMatchObject({ streams: 1 });
  });
});

describe('A second publisher', () => {
  it('reads every open instant from the start and publishes the same counts', async () => {
    store.count([watching('a'), watching('b')], T + 10_600);
    await tickAt(T + 11_000);
    await tickAt(T + 12_500);
    const before = last();
    store.published.length = 0;
    await tickAt(T + 14_500, new Publisher(store, SETTINGS));
    expect(last()).toEqual(before);
  });

  it('skips instants that are more than an hour old', async () => {
    store.countUpTo(T);
    store.published.length = 0;
    await tickAt(T + 7_200_000, new Publisher(store, SETTINGS));
    expect(Math.min(...store.published.map(({ instant }) => instant))).toBe(T + 3_600_000);
  });

  it('publishes current instants first, and some overdue ones in each round', async () => {
    const start = T + 600_000;
    store.countUpTo(T);
    store.published.length = 0;
    store.readsTakeMs = 100;
    const successor = new Publisher(store, SETTINGS);
    const roundAt = async (time: number) => {
      store.published.length = 0;
      await tickAt(time, successor);
      return store.published.map(({ instant }) => (start - instant) / 1_000);
    };
    const current = [0, 10, 20, 30, 40, 50, 60];
    expect(await roundAt(start)).toEqual([...current, 70, 80, 90, 100]);
    expect((await roundAt(start + 2_000)).slice(0, 2)).toEqual([110, 120]); // the current instants have not changed
    store.countUpTo(start + 60_000);
    for (let round = 2; round < 30; round += 1) await roundAt(start + round * 2_000);
    expect([...store.table.values()].filter(({ instant, closed }) => instant < start && !closed)).toEqual([]);
  });

  it('leaves the same counts as one publisher, for any arrivals and any order of rounds', async () => {
    const report = fc.record({
      sessionId: fc.constantFrom('a', 'b', 'c'),
      state: fc.constantFrom('playing' as const, 'rebuffering' as const),
      device: fc.constantFrom('mobile' as const, 'web' as const),
      title: fc.constantFrom('t1', 't2'),
      turns: fc.subarray([0, 1]),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(report, { maxLength: 8 }), async (reports) => {
        store = new LiveStore();
        const both = [new Publisher(store, SETTINGS), new Publisher(store, SETTINGS)];
        for (const one of both) await one.tick();
        let time = T + 5_000;
        for (const { sessionId, state, device, title, turns } of reports) {
          time += 2_000;
          store.count([watching(sessionId, { state, device_type: device, content_id: title })], time - 100);
          for (const turn of turns) await tickAt(time, both[turn]);
        }
        store.countUpTo(T + 60_000);
        for (const one of both) await tickAt(T + 62_000, one);
        const left = known(store.table.get(T));
        store.table.clear();
        await tickAt(T + 62_000, new Publisher(store, SETTINGS));
        expect(left).toEqual(known(store.table.get(T)));
      }),
    );
  });
});
