import type { PlayerEvent } from '../../../domain/families/viewing';
import { without } from '../../support/events';
import { totalsOf } from '../../support/quality';
import { inQuality, type Moment, send, sessionOf } from '../../support/readers';

const request: Partial<PlayerEvent> = { event: 'play_request', interval_ms: undefined, state: undefined };
const firstFrame = (ms: number): Partial<PlayerEvent> => ({
  event: 'playing',
  state: 'starting',
  interval_ms: ms,
  startup_ms: ms,
});
const error = (fields: Partial<PlayerEvent>): Partial<PlayerEvent> => ({
  event: 'error',
  error_code: 'E1',
  error_fatal: true,
  error_business: false,
  ...fields,
});
const ofSession = (moments: readonly Moment[]) => send(sessionOf(moments));
const counts = (events: readonly Partial<PlayerEvent>[]) => without(totalsOf(events), 'startupMs', 'playingMs');

describe('The totals', () => {
  const none = counts([]);

  it('count a play_request as an attempt', () => {
    expect(counts([request])).toEqual({ ...none, attempts: 1 });
  });

  it('count a first frame as a play, but not a resumed playback', () => {
    expect(counts([firstFrame(900)])).toEqual({ ...none, plays: 1 });
    expect(counts([{ event: 'playing', state: 'paused', startup_ms: 900 }])).toEqual(none);
  });

  it('count a quit as an exit before start only before the first frame', () => {
    expect(counts([{ event: 'quit', state: 'starting' }])).toEqual({ ...none, exitsBeforeStart: 1 });
    expect(counts([{ event: 'quit', state: 'playing' }])).toEqual(none);
    expect(counts([{ event: 'ended', state: 'paused' }])).toEqual(none);
  });

  it('count a fatal error before the first frame as a start failure and a playback failure', () => {
    expect(counts([error({ state: 'starting' })])).toEqual({ ...none, startFailures: 1, playbackFailures: 1 });
  });

  it('count a later fatal error only as a playback failure', () => {
    for (const state of ['playing', 'seeking', 'paused'] as const) {
      expect(counts([error({ state })])).toEqual({ ...none, playbackFailures: 1 });
    }
  });

  it('do not count a business error as a playback failure', () => {
    expect(counts([error({ state: 'starting', error_business: true })])).toEqual({ ...none, businessStops: 1 });
    expect(counts([error({ state: 'playing', error_business: true })])).toEqual(none);
  });

  it('ignore an error that is not fatal', () => {
    expect(counts([error({ state: 'starting', error_fatal: false })])).toEqual(none);
  });

  it('count a heartbeat in any state', () => {
    expect(counts([{ state: 'paused' }, { state: 'playing' }])).toEqual({ ...none, heartbeats: 2 });
  });
});

describe('The reference examples of the standards', () => {
  it('give 70 s watched, a seventh of it stalled, for 60 s of video, a 10 s stall and a 30 s pause', () => {
    const { playingMs, rebufferingMs } = inQuality(
      ofSession([
        ...([10, 20, 30] as const).map((at): Moment => ['heartbeat', at]),
        ['buffer_start', 30, { interval_ms: 0 }],
        ['buffer_end', 40, { state: 'rebuffering' }],
        ...([50, 60, 70] as const).map((at): Moment => ['heartbeat', at]),
        ['pause', 70, { interval_ms: 0 }],
        ['playing', 100, { state: 'paused', interval_ms: 30_000 }],
      ]),
    );
    expect(playingMs + rebufferingMs).toBe(70_000);
    expect(rebufferingMs / (playingMs + rebufferingMs)).toBeCloseTo(0.143, 3);
  });

  it('give 120 s watched for 60 s of media at half the rate', () => {
    const beats = Array.from({ length: 12 }, (_, n): Moment => ['heartbeat', 10 * (n + 1), { playback_rate: 0.5 }]);
    expect(inQuality(ofSession(beats)).playingMs).toBe(120_000);
  });

  it('count the whole of a stall that is longer than the time between two reports', () => {
    const stall = { state: 'rebuffering' } as const;
    const stalled = ofSession([
      ['heartbeat', 10, stall],
      ['heartbeat', 20, stall],
      ['buffer_end', 25, { ...stall, interval_ms: 5_000 }],
    ]);
    expect(inQuality(stalled).rebufferingMs).toBe(25_000);
  });

  it('add no watched time for a seek while paused', () => {
    const { playingMs, rebufferingMs } = totalsOf([
      { event: 'seek_start', state: 'paused' },
      { event: 'seek_end', state: 'paused' },
      { event: 'seek_end', state: 'seeking' },
    ]);
    expect(playingMs + rebufferingMs).toBe(0);
  });
});

it('startup times keep their distribution, rounded to hundredths of a second', () => {
  expect([...totalsOf([firstFrame(904), firstFrame(896), firstFrame(1_500)]).startupMs]).toEqual([
    [900, 2],
    [1_500, 1],
  ]);
});

it('every attempt with a known end is a play, an exit, a start failure or a business stop', () => {
  const ends = [
    firstFrame(900),
    { event: 'quit', state: 'starting' } as const,
    error({ state: 'starting' }),
    error({ state: 'starting', error_business: true }),
  ];
  const { attempts, plays, exitsBeforeStart, startFailures, businessStops } = totalsOf(
    Array.from({ length: 40 }, (_, n) => [request, ends[n % ends.length] ?? request]).flat(),
  );
  expect(attempts).toBe(plays + exitsBeforeStart + startFailures + businessStops);
  expect(attempts).toBe(40);
});
