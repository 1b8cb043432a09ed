import fc from 'fast-check';
import type { ViewingEvent } from '../../../domain/families/viewing';
import { foldSessions, sessionsOf } from '../../../domain/lake/fold-sessions';
import { parseTrace } from '../../../tools/simulator/trace';
import { aViewingEvent, eventId, NOW } from '../../support/events';
import { simulatedEvents } from '../../support/simulated';

/** The events of one session that close these intervals, in order. */
const eventsOf = (...intervals: readonly Partial<ViewingEvent>[]): ViewingEvent[] => {
  let at = NOW;
  return [{ event: 'play_request' as const, interval_ms: undefined, state: undefined }, ...intervals].map(
    (fields, sequence) => {
      at += fields.interval_ms ?? 0;
      const { interval_ms, state, ...others } = { ...aViewingEvent(), ...fields };
      return {
        ...others,
        ...(interval_ms !== undefined && { interval_ms }),
        ...(state !== undefined && { state }),
        event_id: eventId(sequence),
        event_ts: at,
        sequence,
      };
    },
  );
};
const only = (events: readonly ViewingEvent[]) => {
  const [session, ...others] = foldSessions(events);
  if (!session || others.length > 0) throw new Error(`${others.length + 1} sessions.`);
  return session;
};
const firstFrame = { event: 'playing', state: 'starting', interval_ms: 0, startup_ms: 0 } as const;

describe('A session', () => {
  it('with 60 s of video, a stall of 10 s and a pause of 30 s has 70 s of watched time, 14.3 % of it stalled', () => {
    const { watched_ms, stall_ms, paused_ms } = only(
      eventsOf(
        firstFrame,
        { event: 'buffer_start', state: 'playing', interval_ms: 30_000 },
        { event: 'buffer_end', state: 'rebuffering', interval_ms: 10_000 },
        { event: 'pause', state: 'playing', interval_ms: 20_000 },
        { event: 'playing', state: 'paused', interval_ms: 30_000 },
        { event: 'ended', state: 'playing', interval_ms: 10_000 },
      ),
    );
    expect([watched_ms, stall_ms, paused_ms]).toEqual([70_000, 10_000, 30_000]);
    expect((100 * stall_ms) / watched_ms).toBeCloseTo(14.3, 1);
  });

  it('with 60 s of media at half the rate has 120 s of watched time', () => {
    const slow = { state: 'playing', playback_rate: 0.5, bitrate_kbps: 3_000, interval_ms: 60_000 } as const;
    expect(only(eventsOf(firstFrame, { event: 'heartbeat', ...slow }, { event: 'ended', ...slow }))).toMatchObject({
      watched_ms: 120_000,
      media_ms: 60_000,
      rated_media_ms: 60_000,
      bitrate_media: 180_000_000,
    });
  });

  it('averages live latency over the media time of the intervals that report it', () => {
    const behind = (live_latency_ms: number, interval_ms: number) =>
      ({ event: 'heartbeat', state: 'playing', live_latency_ms, interval_ms }) as const;
    const unknown = { event: 'heartbeat', state: 'playing', interval_ms: 50_000 } as const;
    const session = only(
      eventsOf(firstFrame, behind(4_000, 30_000), unknown, { ...behind(9_000, 20_000), playback_rate: 1.5 }),
    );
    expect(session).toMatchObject({ known_latency_media_ms: 60_000, live_latency_media: 390_000_000 });
    expect(session.live_latency_media / session.known_latency_media_ms).toBe(6_500);
  });

  it('has the longest licence of its start, and no licence that was renewed later', () => {
    const keys = (licence_ms: number) => ({ drm_system: 'widevine', licence_ms }) as const;
    const start = { ...firstFrame, interval_ms: 900 };
    const renewed = { event: 'heartbeat', state: 'playing', interval_ms: 10_000, ...keys(4_000) } as const;
    const starting = { event: 'heartbeat', state: 'starting', interval_ms: 500 } as const;
    expect(only(eventsOf({ ...starting, ...keys(310) }, { ...start, ...keys(120) }, renewed)).licence_ms).toBe(310);
    expect(only(eventsOf(starting, start, renewed))).toMatchObject({ licence_ms: null, drm_system: 'widevine' });
  });

  it('has the player, the network and the sitting of its first event that names them', () => {
    const wifi = { player_name: 'hls.js', network_type: 'wifi', view_id: 'evening-1' } as const;
    const later = {
      player_name: 'shaka',
      player_version: '5.2.12',
      network_type: 'cellular',
      view_id: 'evening-2',
    } as const;
    const events = eventsOf(firstFrame, { ...wifi, event: 'heartbeat' }, { ...later, event: 'quit' });
    expect(only(events.toReversed())).toMatchObject({ ...wifi, player_version: '5.2.12' });
    expect(only(eventsOf(firstFrame))).toMatchObject({ player_name: null, network_type: null, view_id: null });
  });

  it('counts ad breaks and a cast screen until its end only', () => {
    const inBreak = (ad_break_id: string) =>
      ({ event: 'heartbeat', state: 'playing', interval_ms: 10_000, ad_break_id }) as const;
    const breaks = [inBreak('break-1'), inBreak('break-1'), inBreak('break-2')];
    const here = { event: 'quit', state: 'playing', interval_ms: 5_000, remote_playback: false } as const;
    const afterEnd = { ...inBreak('break-3'), remote_playback: true };
    expect(only(eventsOf(firstFrame, ...breaks, here, afterEnd))).toMatchObject({
      ad_breaks: 2,
      remote_playback: false,
    });
    expect(only(eventsOf(firstFrame, { ...afterEnd, event: 'heartbeat' }, here))).toMatchObject({
      remote_playback: true,
    });
    expect(only(eventsOf(firstFrame))).toMatchObject({ ad_breaks: 0, remote_playback: null });
  });

  it('has the code of the fatal error that ended it, and of no other error', () => {
    const error = (error_code: string, error_fatal: boolean) =>
      ({
        event: 'error',
        state: 'playing',
        interval_ms: 1_000,
        error_code,
        error_fatal,
        error_business: false,
      }) as const;
    const events = eventsOf(firstFrame, error('SEGMENT_RETRIED', false), error('DECODE', true), error('LATER', true));
    expect(only(events.toReversed())).toMatchObject({ error_code: 'DECODE', playback_failed: true });
    const quit = { event: 'quit', state: 'playing', interval_ms: 1_000 } as const;
    expect(only(eventsOf(firstFrame, error('SEGMENT_RETRIED', false), quit, error('LATER', true)))).toMatchObject({
      error_code: null,
      playback_failed: false,
    });
  });

  it('adds no watched time for a seek while paused', () => {
    const { watched_ms } = only(
      eventsOf(
        firstFrame,
        { event: 'pause', state: 'playing', interval_ms: 5_000 },
        { event: 'seek_start', state: 'paused', interval_ms: 2_000 },
        { event: 'seek_end', state: 'paused', interval_ms: 800 },
        { event: 'quit', state: 'paused', interval_ms: 1_000 },
      ),
    );
    expect(watched_ms).toBe(5_000);
  });

  it('counts a stall whose own event was lost, because later events report stalls cumulatively', () => {
    const events = eventsOf(
      firstFrame,
      { event: 'buffer_start', state: 'playing', interval_ms: 5_000, stall_count: 1, stall_ms: 0 },
      { event: 'buffer_end', state: 'rebuffering', interval_ms: 40_000, stall_count: 1, stall_ms: 40_000 },
      { event: 'heartbeat', state: 'playing', interval_ms: 5_000, stall_count: 1, stall_ms: 40_000 },
    );
    const lossy = events.filter(({ event }) => !event.startsWith('buffer_'));
    expect(only(lossy)).toMatchObject({ stall_ms: 40_000, stall_count: 1, rebuffering_ms: 0 });
    expect(only(lossy)).toMatchObject({ events: 3, expected_events: 5 });
  });

  it('that a business rule stops before its first frame counts neither as a failure nor as an exit', () => {
    const error = {
      event: 'error',
      state: 'starting',
      interval_ms: 300,
      error_code: 'GEO',
      error_fatal: true,
    } as const;
    expect(only(eventsOf({ ...error, error_business: true }))).toMatchObject({
      ...{ attempted: true, played: false, business_stopped: true },
      ...{ start_failed: false, exited_before_start: false, playback_failed: false },
    });
    expect(only(eventsOf({ ...error, error_business: false }))).toMatchObject({
      ...{ business_stopped: false, start_failed: true, exited_before_start: false, playback_failed: true },
    });
  });

  it('is the same for any order of its events', () => {
    const events = simulatedEvents(20, () => NOW);
    const sorted = (some: readonly ViewingEvent[]) =>
      foldSessions(some).toSorted((a, b) => (a.session_id < b.session_id ? -1 : 1));
    const expected = sorted(events);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (shuffled) => {
        expect(sorted(shuffled)).toEqual(expected);
      }),
      { numRuns: 10 },
    );
  });

  it('belongs to the date of its first event even if it continues into the next date', () => {
    const midnight = Date.UTC(2026, 10, 3);
    const events = simulatedEvents(1, () => midnight - 1_000);
    expect(sessionsOf('2026-11-02', events)).toHaveLength(1);
    expect(sessionsOf('2026-11-03', events)).toEqual([]);
  });
});

describe('The equation attempts = plays + exits before start + start failures + business stops before start', () => {
  const holds = (events: readonly ViewingEvent[]): void => {
    const count = { attempted: 0, played: 0, exited_before_start: 0, start_failed: 0, business_stopped: 0 };
    for (const session of foldSessions(events)) {
      for (const name of Object.keys(count) as (keyof typeof count)[]) count[name] += Number(session[name]);
    }
    const { attempted, ...outcomes } = count;
    expect(Object.values(outcomes).reduce((sum, one) => sum + one)).toBe(attempted);
    expect(count.played).toBeGreaterThan(0);
  };

  it('holds for simulated sessions, also if some of their events are lost', () => {
    const events = simulatedEvents(100, () => NOW);
    holds(events);
    holds(events.filter((_, index) => index % 7 !== 3));
  });

  it('holds for sessions with measured lengths, stalls and renditions', () => {
    const rows = [
      'session_id,content_id,category,start_epoch_s,media_s,wall_s,stall_count,s_144p,s_240p,s_360p,s_480p,s_720p,switches',
      's1,c1,x,0,100.0,112.0,3,0.0,0.0,100.0,0.0,0.0,0',
      's2,c1,x,0,100.0,101.0,1,0.0,40.0,60.0,0.0,0.0,3',
      's3,c2,x,0,100.0,41.0,1,0.0,40.0,0.0,0.0,0.0,0',
    ];
    holds(simulatedEvents(50, () => NOW, parseTrace(rows.join('\n'), 'trace.csv').shapes));
  });
});
