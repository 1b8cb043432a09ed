import type { PlayerEvent } from '../../../domain/families/viewing';
import { without } from '../../support/events';
import { totalsOf } from '../../support/quality';

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
    const { playingMs, rebufferingMs } = totalsOf([
      { event: 'heartbeat', state: 'playing', interval_ms: 10_000 },
      { event: 'buffer_start', state: 'playing', interval_ms: 20_000 },
      { event: 'buffer_end', state: 'rebuffering', interval_ms: 10_000 },
      { event: 'pause', state: 'playing', interval_ms: 30_000 },
      { event: 'playing', state: 'paused', interval_ms: 30_000 },
    ]);
    expect(playingMs + rebufferingMs).toBe(70_000);
    expect(rebufferingMs / (playingMs + rebufferingMs)).toBeCloseTo(0.143, 3);
  });

  it('give 120 s watched for 60 s of media at half the rate', () => {
    const media = { event: 'ended', state: 'playing', playback_rate: 0.5, interval_ms: 120_000 } as const;
    expect(totalsOf([media]).playingMs).toBe(120_000);
  });

  it('count the whole of a stall that is longer than the time between two reports', () => {
    const stall = { state: 'rebuffering', interval_ms: 10_000 } as const;
    expect(totalsOf([stall, stall, { ...stall, event: 'buffer_end', interval_ms: 5_000 }]).rebufferingMs).toBe(25_000);
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
