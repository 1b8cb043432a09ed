import { drawBreak } from './ad-breaks';
import type { Random } from './random';
import type { Closing, Scene } from './scene';
import type { Shape } from './shape';

/** An interruption after some time of playing, and the scenes until the title plays again. */
interface Interruption {
  readonly atMs: number;
  readonly closing: Closing;
  readonly then: readonly Scene[];
}

const MINUTE_MS = 60_000;

/** The share of sessions whose viewers have not paid for the title, and so see ads. */
const WITH_ADS_SHARE = 0.25;
const MIDROLL_EVERY_MS = 3 * MINUTE_MS;

const START_FATES = [
  { weight: 955, fate: 'plays' },
  { weight: 20, fate: 'leaves' },
  { weight: 12, fate: 'fails' },
  { weight: 6, fate: 'is refused' },
  { weight: 7, fate: 'vanishes' },
] as const;
const END_FATES = [
  { weight: 950, fate: 'ends' },
  { weight: 15, fate: 'fails' },
  { weight: 35, fate: 'vanishes' },
] as const;
const FATAL_CODES = ['MEDIA_DECODE', 'DRM_LICENSE', 'NETWORK_TIMEOUT', 'MANIFEST_404'];
const BUSINESS_CODES = ['ENTITLEMENT_MISSING', 'GEO_BLOCKED', 'TOO_MANY_STREAMS'];
const HARMLESS_CODES = ['SEGMENT_RETRIED', 'SUBTITLES_404'];

/** Draws the scenes of a session with this shape, from the play_request on. */
export const drawStory = (random: Random, shape: Shape): readonly Scene[] => {
  const { fate } = random.weighted(START_FATES);
  const before = (maxMs: number) => ({ state: 'starting', durationMs: whole(random.uniform(200, maxMs)) }) as const;
  switch (fate) {
    case 'plays':
      return drawPlayback(random, shape);
    case 'leaves':
      return [{ ...before(8_000), event: 'quit' }];
    case 'fails':
      return [{ ...before(12_000), ...fatal(random.pick(FATAL_CODES), false) }];
    case 'is refused':
      return [{ ...before(900), ...fatal(random.pick(BUSINESS_CODES), true) }];
    case 'vanishes':
      return [before(15_000)];
  }
};

/** Draws the scenes of a session that cannot start because its CDN is broken. */
export const drawFailedStart = (random: Random): readonly Scene[] => [
  { state: 'starting', durationMs: whole(random.uniform(500, 3_000)), ...fatal('CDN_5XX', false) },
];

const drawPlayback = (random: Random, shape: Shape): readonly Scene[] => {
  const hasAds = random.chance(WITH_ADS_SHARE);
  return [
    ...(hasAds ? drawBreak(random, 'preroll') : []),
    { state: 'starting', durationMs: shape.startupMs, ...firstFrame(shape) },
    ...drawPlaying(random, shape, hasAds),
  ];
};

const drawPlaying = (random: Random, shape: Shape, hasAds: boolean): Scene[] => {
  const ending = drawEnding(random, shape);
  const scenes: Scene[] = [];
  let playedMs = 0;
  for (const { atMs, closing, then } of drawInterruptions(random, shape, hasAds)) {
    if (atMs >= ending.durationMs) break;
    scenes.push({ state: 'playing', durationMs: atMs - playedMs, ...closing }, ...then);
    playedMs = atMs;
  }
  return [...scenes, { ...ending, durationMs: ending.durationMs - playedMs }];
};

/** Draws the last scene, with the duration that it has without interruptions. */
const drawEnding = (random: Random, { playingMs, toTheEnd }: Shape): Scene => {
  const { fate } = random.weighted(END_FATES);
  const cutMs = whole(random.uniform(0, playingMs));
  switch (fate) {
    case 'ends':
      return { state: 'playing', durationMs: playingMs, event: toTheEnd ? 'ended' : 'quit' };
    case 'fails':
      return { state: 'playing', durationMs: cutMs, ...fatal(random.pick(FATAL_CODES), false) };
    case 'vanishes':
      return { state: 'playing', durationMs: cutMs };
  }
};

const drawInterruptions = (random: Random, shape: Shape, hasAds: boolean): Interruption[] => {
  const { playingMs } = shape;
  const sometimes = (everyMs: number, happen: () => Omit<Interruption, 'atMs'>): Interruption[] =>
    Array.from({ length: random.poisson(playingMs / everyMs) }, () => ({ atMs: anywhere(), ...happen() }));
  const anywhere = () => whole(random.uniform(0, playingMs));
  return [
    ...renditionChanges(shape),
    ...shape.stallsMs.map((durationMs) => ({ atMs: anywhere(), ...stall(durationMs) })),
    ...sometimes(9 * MINUTE_MS, () => (random.chance(0.2) ? pauseAndSeek(random) : pause(random))),
    ...sometimes(7 * MINUTE_MS, () => seek(random)),
    ...(hasAds ? sometimes(MIDROLL_EVERY_MS, () => midroll(random)) : []),
    ...sometimes(60 * MINUTE_MS, () => ({ closing: harmless(random.pick(HARMLESS_CODES)), then: [] })),
  ].sort((one, other) => one.atMs - other.atMs);
};

const renditionChanges = ({ renditions }: Shape): Interruption[] => {
  let atMs = 0;
  return renditions.slice(1).map(({ bitrateKbps }, index) => {
    atMs += renditions[index]?.durationMs ?? 0;
    return { atMs, closing: { event: 'rendition_change', fields: { nextBitrateKbps: bitrateKbps } }, then: [] };
  });
};

const stall = (durationMs: number): Omit<Interruption, 'atMs'> => ({
  closing: { event: 'buffer_start' },
  then: [{ state: 'rebuffering', durationMs, event: 'buffer_end' }],
});

const midroll = (random: Random): Omit<Interruption, 'atMs'> => ({
  closing: { event: 'heartbeat' },
  then: drawBreak(random, 'midroll'),
});

const seek = (random: Random): Omit<Interruption, 'atMs'> => ({
  closing: { event: 'seek_start' },
  then: [{ state: 'seeking', durationMs: drawSeekingMs(random), event: 'seek_end', seekMs: drawJumpMs(random) }],
});

const pause = (random: Random): Omit<Interruption, 'atMs'> => ({
  closing: { event: 'pause' },
  then: [{ state: 'paused', durationMs: drawPauseMs(random), event: 'playing' }],
});

/** A seek during a pause keeps the state paused: the state "seeking" would count as watched time. */
const pauseAndSeek = (random: Random): Omit<Interruption, 'atMs'> => ({
  closing: { event: 'pause' },
  then: [
    { state: 'paused', durationMs: drawPauseMs(random), event: 'seek_start' },
    { state: 'paused', durationMs: drawSeekingMs(random), event: 'seek_end', seekMs: drawJumpMs(random) },
    { state: 'paused', durationMs: drawPauseMs(random), event: 'playing' },
  ],
});

const drawPauseMs = (random: Random) => whole(Math.min(random.lognormal(25_000, 1.2), 20 * MINUTE_MS));
const drawSeekingMs = (random: Random) => whole(random.uniform(150, 2_500));
const drawJumpMs = (random: Random) => random.pick([-30_000, -10_000, 10_000, 30_000, 120_000]);

const firstFrame = ({ renditions: [first] }: Shape): Closing =>
  first ? { event: 'playing', fields: { nextBitrateKbps: first.bitrateKbps } } : { event: 'playing' };

const fatal = (code: string, business: boolean): Closing => ({
  event: 'error',
  fields: { error_code: code, error_fatal: true, error_business: business },
});

const harmless = (code: string): Closing => ({
  event: 'error',
  fields: { error_code: code, error_fatal: false, error_business: false },
});

const whole = Math.round;
