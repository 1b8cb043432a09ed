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

describe('an event is classified from itself', () => {
  const none = counts([]);

  it('a play_request is an attempt', () => {
    expect(counts([request])).toEqual({ ...none, attempts: 1 });
  });

  it('a first frame is a play, and a resumed one is not', () => {
    expect(counts([firstFrame(900)])).toEqual({ ...none, plays: 1 });
    expect(counts([{ event: 'playing', state: 'paused', startup_ms: 900 }])).toEqual(none);
  });

  it('leaving is an exit before start only while the picture has not come', () => {
    expect(counts([{ event: 'quit', state: 'starting' }])).toEqual({ ...none, exitsBeforeStart: 1 });
    expect(counts([{ event: 'quit', state: 'playing' }])).toEqual(none);
    expect(counts([{ event: 'ended', state: 'paused' }])).toEqual(none);
  });

  it('a fatal error before the first frame is a start failure and a playback failure', () => {
    expect(counts([error({ state: 'starting' })])).toEqual({ ...none, startFailures: 1, playbackFailures: 1 });
  });

  it('a fatal error later on is a playback failure alone', () => {
    for (const state of ['playing', 'seeking', 'paused'] as const) {
      expect(counts([error({ state })])).toEqual({ ...none, playbackFailures: 1 });
    }
  });

  it('a business error is no fault of playback', () => {
    expect(counts([error({ state: 'starting', error_business: true })])).toEqual({ ...none, businessStops: 1 });
    expect(counts([error({ state: 'playing', error_business: true })])).toEqual(none);
  });

  it('an error that is not fatal counts nowhere', () => {
    expect(counts([error({ state: 'starting', error_fatal: false })])).toEqual(none);
  });

  it('a heartbeat counts, whatever state it finds', () => {
    expect(counts([{ state: 'paused' }, { state: 'playing' }])).toEqual({ ...none, heartbeats: 2 });
  });
});

describe('the vectors of the standards', () => {
  it('60 s of video, a 10 s stall and a 30 s pause are 70 s watched, and one part in seven stalled', () => {
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

  it('60 s of media at half the rate are 120 s watched', () => {
    const media = { event: 'ended', state: 'playing', playback_rate: 0.5, interval_ms: 120_000 } as const;
    expect(totalsOf([media]).playingMs).toBe(120_000);
  });

  it('a stall longer than the time between two reports counts whole', () => {
    const stall = { state: 'rebuffering', interval_ms: 10_000 } as const;
    expect(totalsOf([stall, stall, { ...stall, event: 'buffer_end', interval_ms: 5_000 }]).rebufferingMs).toBe(25_000);
  });

  it('a seek while paused adds no time watched', () => {
    const { playingMs, rebufferingMs } = totalsOf([
      { event: 'seek_start', state: 'paused' },
      { event: 'seek_end', state: 'paused' },
      { event: 'seek_end', state: 'seeking' },
    ]);
    expect(playingMs + rebufferingMs).toBe(0);
  });
});

it('startup times keep their distribution, to the hundredth of a second', () => {
  expect([...totalsOf([firstFrame(904), firstFrame(896), firstFrame(1_500)]).startupMs]).toEqual([
    [900, 2],
    [1_500, 1],
  ]);
});

it('every attempt that tells its end is a play, an exit, a start failure or a business stop', () => {
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
