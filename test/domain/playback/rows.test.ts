import { featuresOf } from '../../../domain/features/viewer-features';
import { NOW } from '../../support/events';
import { recordsOf } from '../../support/feature-store';
import {
  inFeatures,
  inLake,
  inQuality,
  liveBetween,
  type Moment,
  send,
  sendAt,
  sessionOf,
} from '../../support/readers';

/*
 * Sessions that contradict themselves in the way of a real player, with the right value in every reader. Times are in
 * seconds after NOW, which is an instant of the live counts. The statements of the lake and of the warehouse are held to
 * `foldSessions` in readers-agree.property.test.ts.
 */

const HOUR_MS = 3_600_000;

/** A request one second before the first frame. */
const started = (at: number): readonly Moment[] => [
  ['play_request', at - 1],
  ['playing', at, { state: 'starting', interval_ms: 1_000, startup_ms: 1_000 }],
];

describe('A request that is late, repeated or sent by a wrong clock', () => {
  it('stays at its time if it was on its way for 15 s, so live counts have no gap', () => {
    const beats = [0, 10, 20].map((at): Moment => ['heartbeat', at]);
    const [first, second, third] = sessionOf(beats);
    if (!first || !second || !third) throw new Error('An event is missing.');
    const late = sendAt([first], NOW, NOW + 15_000).accepted;
    const events = [...late, ...send([second, third])];
    expect(events.map(({ event_ts }) => event_ts - NOW)).toEqual([0, 10_000, 20_000]);
    expect(liveBetween(events, -20, 20)).toEqual([0, 1, 1, 1, 0]);
    expect(inLake(events)).toMatchObject([{ playing_ms: 30_000, ended_at: NOW + 20_000 }]);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 30_000, endedAt: NOW + 20_000 }]);
  });

  it.each([60, 100])('adds nothing in any reader if the same body arrives again after %i s', (seconds) => {
    const sent = sessionOf([...started(-9), ['heartbeat', 1], ['quit', 5, { interval_ms: 4_000 }]]);
    const once = send(sent);
    const again = sent.flatMap((event) => sendAt([event], event.event_ts, event.event_ts + seconds * 1_000).accepted);
    const events = [...once, ...again];
    expect(liveBetween(events, -10, 120)).toEqual([0, 1, ...Array.from({ length: 12 }, () => 0)]);
    const [session] = inLake(once);
    expect(session).toMatchObject({ playing_ms: 14_000, ended_at: NOW + 5_000 });
    expect(inLake(events)).toEqual([session]);
    expect(inFeatures(events)).toEqual(inFeatures(once));
    expect(inFeatures(once)).toMatchObject([{ playingMs: 14_000, endedAt: NOW + 5_000 }]);
  });

  it('is one session, at the time of its first copy, if the clock was 26 h behind before the second', () => {
    const right = sessionOf([...started(1), ['heartbeat', 11], ['quit', 15, { interval_ms: 4_000 }]]);
    const behind = right.flatMap((event) => {
      const event_ts = event.event_ts - 26 * HOUR_MS;
      return sendAt([{ ...event, event_ts }], event_ts, event.event_ts).accepted;
    });
    const again = sendAt(right, NOW + 60_000).accepted;
    const events = [...behind, ...again];
    const truth = { started_at: NOW, ended_at: NOW + 15_000, playing_ms: 14_000 };
    expect(inLake(events)).toMatchObject([truth]);
    expect(inLake([...again, ...behind])).toEqual(inLake(events));
    for (const order of [events, [...again, ...behind]]) {
      expect(inFeatures(order)).toMatchObject([{ startedAt: NOW, endedAt: NOW + 15_000, playingMs: 14_000 }]);
    }
    expect(liveBetween(events, 0, 30)).toEqual([0, 1, 0, 0]);
  });
});

describe('A playback that goes on after its end', () => {
  it('ends with a fatal error, whatever the player reports later', () => {
    const fatal = { interval_ms: 8_000, error_code: 'E', error_fatal: true, error_business: false };
    const beats = [17, 27, 37, 47, 57].map((at): Moment => ['heartbeat', at]);
    const events = send(sessionOf([...started(-1), ['error', 7, fatal], ...beats]));
    expect(inLake(events)).toMatchObject([{ playing_ms: 8_000, ended_at: NOW + 7_000, playback_failed: true }]);
    expect(inLake(events)[0]?.conflicts).toBeGreaterThanOrEqual(beats.length);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 8_000, endedAt: NOW + 7_000 }]);
    expect(inQuality(events)).toMatchObject({ playingMs: 8_000, playbackFailures: 1 });
    expect(liveBetween(events, -10, 60)).toEqual([0, 1, 0, 0, 0, 0, 0, 0]);
  });

  it('ends with its first quit, so a second one adds nothing', () => {
    const events = send(sessionOf([...started(1), ['quit', 11], ['quit', 51, { interval_ms: 40_000 }]]));
    expect(inLake(events)).toMatchObject([{ playing_ms: 10_000, watched_ms: 11_000, ended_at: NOW + 11_000 }]);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 10_000, endedAt: NOW + 11_000 }]);
    expect(inQuality(events).playingMs).toBe(10_000);
    expect(liveBetween(events, 0, 60)).toEqual([0, 1, 0, 0, 0, 0, 0]);
  });
});

describe('A playback whose intervals claim more than has passed', () => {
  it('has stalled for 10 s of 31 s if buffer_end claims 17.75 s that a heartbeat has claimed in part', () => {
    const events = send(
      sessionOf([
        ...started(1),
        ['heartbeat', 11],
        ['buffer_end', 21, { state: 'rebuffering', interval_ms: 17_750 }],
        ['heartbeat', 31],
        ['quit', 32, { interval_ms: 1_000 }],
      ]),
    );
    const truth = { starting_ms: 1_000, playing_ms: 21_000, rebuffering_ms: 10_000, watched_ms: 32_000 };
    const [session] = inLake(events);
    expect(session).toMatchObject({ ...truth, stall_ms: 10_000, conflicts: 1 });
    const { playing_ms = 0, rebuffering_ms = 0 } = session ?? {};
    expect(Math.round((100 * rebuffering_ms) / (playing_ms + rebuffering_ms))).toBe(32);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 21_000 }]);
    expect(inQuality(events)).toMatchObject({ playingMs: 21_000, rebufferingMs: 10_000 });
    expect(liveBetween(events, 0, 40)).toEqual([0, 1, 1, 1, 0]);
  });

  it('played for the time since its request if four intervals of 120 s end 10 s apart', () => {
    const beats = [11, 21, 31, 41].map((at): Moment => ['heartbeat', at, { interval_ms: 120_000 }]);
    const events = send(sessionOf([...started(1), ...beats]));
    expect(inLake(events)).toMatchObject([{ playing_ms: 41_000, watched_ms: 41_000 }]);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 41_000, startedAt: NOW }]);
    expect(inQuality(events).playingMs).toBe(40_000); // the first second counted as starting
    expect(liveBetween(events, -20, 50)).toEqual([0, 0, 1, 1, 1, 1, 1, 0]);
  });

  it('stalled at most for its span, and is refused if it claims a stall longer than its age', () => {
    const [request, frame, beat] = sessionOf([...started(1), ['heartbeat', 11, { stall_ms: 600_000 }]]);
    if (!request || !frame || !beat) throw new Error('An event is missing.');
    expect(sendAt([beat], beat.event_ts).refused).toMatchObject([{ field: 'stall_ms' }]);
    const events = send([request, frame, { ...beat, sequence: 9 }]); // the player has lost count too
    expect(inLake(events)).toMatchObject([{ stall_ms: 10_000, watched_ms: 11_000, playing_ms: 10_000 }]);
    expect(inQuality(events)).toMatchObject({ playingMs: 10_000, rebufferingMs: 0 });
    expect(inFeatures(events)).toMatchObject([{ playingMs: 10_000 }]);
    expect(liveBetween(events, 0, 20)).toEqual([0, 1, 0]);
  });

  it('started within its interval, and is refused if its startup is a day', () => {
    const frame = (startup_ms: number) =>
      sessionOf([
        ['play_request', 0],
        ['playing', 0.5, { state: 'starting', interval_ms: 500, startup_ms }],
      ]);
    expect(sendAt(frame(86_400_000), NOW + 500).refused).toMatchObject([{ index: 1, field: 'startup_ms' }]);
    expect(inLake(send(frame(1_400)))).toMatchObject([{ startup_ms: 500, starting_ms: 500 }]);
  });

  it('seeks for at most 30 s without another state', () => {
    const seeks = Array.from({ length: 100 }, (_, n): Moment => [
      'heartbeat',
      21 + 0.81 * (n + 1),
      { state: 'seeking', interval_ms: 810 },
    ]);
    const events = send(sessionOf([...started(1), ['pause', 11], ['heartbeat', 21, { state: 'paused' }], ...seeks]));
    expect(inLake(events)).toMatchObject([{ seeking_ms: 30_000, paused_ms: 10_000, playing_ms: 10_000 }]);
    expect(inLake(events)[0]?.watched_ms).toBe(41_000);
    expect(inFeatures(events)).toMatchObject([{ playingMs: 10_000 }]);
    expect(liveBetween(events, 0, 110)).toEqual([0, 1, ...Array.from({ length: 10 }, () => 0)]);
  });
});

describe('A position', () => {
  it('is that of the playback that played last, not of a paused TV', () => {
    const pauses = [11, 131, 251, 371].map((at): Moment => [
      'heartbeat',
      at,
      { state: at === 11 ? 'playing' : 'paused', interval_ms: at === 11 ? 10_000 : 120_000, playhead_ms: 600_000 },
    ]);
    const tv = sessionOf([...started(1), ...pauses], { session_id: 'tv', device_type: 'smart_tv' });
    const desktop = sessionOf(
      [...started(101), ['quit', 111, { playhead_ms: 660_000 }]],
      { session_id: 'desktop', device_type: 'desktop' },
      100,
    );
    const events = send([...tv, ...desktop]);
    const features = featuresOf([{ recent: recordsOf(events) }], NOW + HOUR_MS);
    expect(features.continueWatching).toMatchObject([{ positionMs: 660_000, deviceType: 'desktop' }]);
    expect(inLake(events)).toMatchObject([
      { session_id: 'tv', last_played_at: NOW + 11_000, last_playhead_ms: 600_000 },
      { session_id: 'desktop', last_played_at: NOW + 111_000, last_playhead_ms: 660_000 },
    ]);
    expect(liveBetween(events, 90, 130)).toEqual([0, 0, 1, 0, 0]);
  });

  it('is where the playback was if quit reports 0', () => {
    const beats = [11, 21, 31].map((at): Moment => ['heartbeat', at, { playhead_ms: (at - 1) * 1_000 }]);
    const events = send(sessionOf([...started(1), ...beats, ['quit', 35, { interval_ms: 4_000, playhead_ms: 0 }]]));
    expect(inLake(events)).toMatchObject([{ last_playhead_ms: 34_000, playing_ms: 34_000 }]);
    expect(inFeatures(events)).toMatchObject([{ positionMs: 34_000 }]);
    expect(featuresOf([{ recent: recordsOf(events) }], NOW + HOUR_MS).continueWatching).toMatchObject([
      { positionMs: 34_000 },
    ]);
  });
});
