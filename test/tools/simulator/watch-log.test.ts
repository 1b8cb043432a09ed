import { WatchLog } from '../../../tools/simulator/watch-log';
import { anEvent, NOW } from '../../support/events';

const answer = (delayMs: number) => ({ sentAt: NOW, receivedAt: NOW + delayMs });

describe('WatchLog', () => {
  it('the watch log returns the events of each session by sequence, regardless of the order of the answers', () => {
    const log = new WatchLog();
    log.record(
      [anEvent({ sequence: 2, playhead_ms: 20_500 }), anEvent({ session_id: 'other', sequence: 0 })],
      answer(5),
    );
    log.record([anEvent({ sequence: 1, event: 'play_request', state: undefined, interval_ms: undefined })], answer(9));
    const about = { viewer_id: 'alice@example.com', content_id: 'title-1', device_type: 'web', stream_type: 'vod' };
    const heartbeat = { event: 'heartbeat', state: 'playing', interval_ms: 10_000, at: NOW - 1_000 };
    expect(log.all()).toStrictEqual([
      {
        session_id: 'session-1',
        ...about,
        events: [
          { event: 'play_request', sequence: 1, at: NOW - 1_000 },
          { ...heartbeat, sequence: 2, playhead_ms: 20_500 },
        ],
        shiftMs: 0,
      },
      { session_id: 'other', ...about, events: [{ ...heartbeat, sequence: 0 }], shiftMs: 0 },
    ]);
  });

  it('the watch log keeps one copy of an event, and both events of two tabs with one sequence number', () => {
    const log = new WatchLog();
    for (const delayMs of [30, 10, 20]) log.record([anEvent()], answer(delayMs));
    log.record([anEvent({ event_ts: NOW })], answer(40));
    const [session] = log.all();
    expect(session?.events.map(({ at }) => at - NOW)).toEqual([-1_000, 0]);
  });

  it('the watch log shifts a session by the smallest correction of its requests', () => {
    const log = new WatchLog();
    for (const delayMs of [75_000, 75_001]) log.record([anEvent({ session_id: 'late' })], answer(delayMs));
    for (const delayMs of [-300_000, -300_200]) log.record([anEvent({ session_id: 'ahead' })], answer(delayMs));
    log.record([anEvent({ session_id: 'behind' })], answer(75_001));
    expect(log.all().map(({ shiftMs }) => shiftMs)).toEqual([0, -300_200, 75_001]);
  });

  it('the watch log shifts a session by what its player has measured, if the collector used it', () => {
    const log = new WatchLog();
    const request = (clockOffsetMs: number, delayMs: number) => ({ ...answer(delayMs), clockOffsetMs });
    log.record([anEvent({ session_id: 'behind' })], answer(75_001));
    for (const offsetMs of [30_002, 30_001]) log.record([anEvent({ session_id: 'behind' })], request(offsetMs, 30_003));
    log.record([anEvent({ session_id: 'right' })], request(9_999, 10));
    log.record([anEvent({ session_id: 'set since' })], request(3_600_000, 10));
    expect(log.all().map(({ shiftMs }) => shiftMs)).toEqual([30_001, 0, 0]);
  });

  it('the watch log has a playback for each title and viewer of a session, and none for a viewer without consent', () => {
    const log = new WatchLog();
    const others = [{ content_id: 'title-2' }, { viewer_id: 'bob' }, { consent: 'denied' }] as const;
    log.record([anEvent(), ...others.map(anEvent), anEvent({ viewer_id: undefined })], answer(1));
    expect(log.all().map(({ content_id, viewer_id }) => [content_id, viewer_id])).toEqual([
      ['title-1', 'alice@example.com'],
      ['title-2', 'alice@example.com'],
      ['title-1', 'bob'],
      ['title-1', undefined],
    ]);
  });

  it('the watch log says which events lie in an ad break', () => {
    const log = new WatchLog();
    log.record([anEvent({ sequence: 1 }), anEvent({ sequence: 2, ad_break_id: 'break-1' })], answer(1));
    expect(log.all()[0]?.events.map(({ isAd }) => isAd)).toEqual([undefined, true]);
  });

  it('the watch log keeps more events than a block has rows', () => {
    const log = new WatchLog();
    for (let sequence = 0; sequence < 40_000; sequence += 1) log.record([anEvent({ sequence })], answer(1));
    const [session] = log.all();
    expect(session?.events.map((event) => event.sequence)).toEqual([...Array(40_000).keys()]);
  });
});
