import * as fc from 'fast-check';
import { DEVICE_TYPES, PLAYBACK_STATES, type PlaybackState, type PlayerEvent } from '../../../domain/families/viewing';
import { Truth } from '../../../tools/simulator/truth';

const T = 1_800_000_000_000;

const event = (endMs: number, intervalMs: number, state: PlaybackState = 'playing'): PlayerEvent => ({
  event_id: 'b5a0c8a2-4f3a-4c63-9a3e-6a1f0a2b3c4d',
  event: 'heartbeat',
  event_ts: endMs,
  sequence: 1,
  session_id: 's',
  content_id: 'c',
  viewer_id: 'v',
  interval_ms: intervalMs,
  state,
  device_type: 'web',
  stream_type: 'vod',
});
const onTime = { sentAt: T, receivedAt: T };

describe('Truth', () => {
  it('counts a session from the start of its interval up to, but not including, the end', () => {
    const truth = new Truth();
    truth.record(1, [event(T + 20_000, 20_000)], onTime);
    expect(truth.known()).toEqual([T, T + 10_000]);
  });

  it('counts a session once even if its events are recorded several times', () => {
    const truth = new Truth();
    for (let time = 0; time < 3; time += 1) truth.record(1, [event(T + 5_000, 10_000)], onTime);
    expect(truth.at(T)).toMatchObject({ total: 1, rebuffering: 0 });
  });

  it('counts only playing and rebuffering sessions', () => {
    const truth = new Truth();
    truth.record(1, [event(T + 1, 2, 'rebuffering')], onTime);
    truth.record(2, [event(T + 1, 2, 'playing')], onTime);
    truth.record(3, [event(T + 1, 2, 'paused')], onTime);
    truth.record(4, [event(T + 1, 2, 'seeking')], onTime);
    truth.record(5, [event(T + 1, 2, 'starting')], onTime);
    expect(truth.at(T)).toMatchObject({ total: 2, rebuffering: 1 });
  });

  it('counts no session before it was requested and after it ended', () => {
    const truth = new Truth();
    truth.record(1, [{ ...event(T + 5_000, 0), event: 'quit' }, event(T + 20_000, 20_000)], onTime);
    truth.record(2, [{ ...event(T + 5_000, 0), event: 'play_request' }, event(T + 20_000, 20_000)], onTime);
    expect([truth.at(T).total, truth.at(T + 10_000).total]).toEqual([1, 1]);
  });

  it('corrects only clocks that are wrong by more than 10 s', () => {
    const truth = new Truth();
    truth.record(1, [event(T + 3_600_001, 2)], { sentAt: T + 3_600_000, receivedAt: T });
    truth.record(2, [event(T + 1, 2)], { sentAt: T - 10_000, receivedAt: T });
    expect(truth.at(T).total).toBe(2);
  });

  it('counts a viewer in an ad break, and not as rebuffering while they wait for an ad', () => {
    const truth = new Truth();
    truth.record(1, [{ ...event(T + 1, 2, 'rebuffering'), ad_break_id: 'b' }], onTime);
    truth.record(2, [{ ...event(T + 1, 2, 'playing'), ad_break_id: 'b', ad_id: 'a' }], onTime);
    truth.record(3, [{ ...event(T + 1, 2, 'starting'), ad_break_id: 'b' }], onTime);
    expect(truth.at(T)).toMatchObject({ total: 2, rebuffering: 0 });
  });

  it('counts one stream of a session whose title changes, under the first title by id, in any order of arrival', () => {
    const beats = ['b', 'a'].map((title) => ({ ...event(T + 1, 2, 'rebuffering'), content_id: title }));
    for (const events of [beats, beats.toReversed()]) {
      const truth = new Truth();
      truth.record(1, [...events, { ...event(T + 1, 2), content_id: 'c' }], onTime);
      expect(truth.at(T)).toMatchObject({ total: 1, rebuffering: 0, byTitle: new Map([['a', 1]]) });
    }
  });

  it('ends only the title that a session has ended', () => {
    const truth = new Truth();
    truth.record(1, [{ ...event(T - 5_000, 0), content_id: 'a', event: 'quit' }], onTime);
    truth.record(1, [event(T + 1, 2), { ...event(T + 1, 2), content_id: 'a' }], onTime);
    expect(truth.at(T).byTitle).toEqual(new Map([['c', 1]]));
  });

  it('counts a stream for each viewer of a session, and one for those whom nobody may know', () => {
    const truth = new Truth();
    const { viewer_id, ...anonymous } = event(T + 1, 2);
    const other = { ...anonymous, viewer_id: 'w' };
    truth.record(1, [{ ...anonymous, viewer_id }, other, anonymous, { ...other, consent: 'denied' }], onTime);
    expect(truth.at(T).total).toBe(3);
  });

  it('drops earlier instants', () => {
    const truth = new Truth();
    truth.record(1, [event(T + 30_000, 30_000)], onTime);
    truth.forget(T + 10_000);
    expect(truth.known()).toEqual([T + 10_000, T + 20_000]);
    expect(truth.at(T).total).toBe(0);
  });

  it('agrees with a brute-force count', () => {
    const anyInterval = fc.record({
      number: fc.nat(5),
      endMs: fc.integer({ min: T - 100_000, max: T + 100_000 }),
      intervalMs: fc.nat(120_000),
      state: fc.constantFrom(...PLAYBACK_STATES),
      skewMs: fc.constantFrom(0, 9_999, -10_000, 60_000, -3_600_000),
    });
    fc.assert(
      fc.property(fc.array(anyInterval, { maxLength: 40 }), (intervals) => {
        const truth = new Truth();
        for (const { number, endMs, intervalMs, state, skewMs } of intervals) {
          const shownMs = endMs + (Math.abs(skewMs) > 10_000 ? skewMs : 0);
          const about = { device_type: DEVICE_TYPES[number] ?? 'web', content_id: `title-${number % 2}` };
          const acknowledgement = { sentAt: T + skewMs, receivedAt: T };
          truth.record(number, [{ ...event(shownMs, intervalMs, state), ...about }], acknowledgement);
        }
        for (let instant = T - 220_000; instant <= T + 100_000; instant += 10_000) {
          const there = new Set(
            intervals
              .filter(({ state }) => state === 'playing' || state === 'rebuffering')
              .filter(({ endMs, intervalMs }) => endMs - intervalMs <= instant && instant < endMs)
              .map(({ number }) => number),
          );
          const { total, byDevice, byTitle } = truth.at(instant);
          expect(total).toBe(there.size);
          expect([...byDevice.keys()].sort()).toEqual([...there].map((number) => DEVICE_TYPES[number]).sort());
          expect(byTitle.get('title-0') ?? 0).toBe([...there].filter((number) => number % 2 === 0).length);
        }
      }),
      { numRuns: 200 },
    );
  });
});
