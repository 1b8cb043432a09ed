import type { Title } from './catalog';
import type { Random } from './random';

/** The course of a session without errors and interruptions: drawn from a model, or taken from a trace. */
export interface Shape {
  /** From play_request to the first frame. */
  readonly startupMs: number;
  /** The playing time, without startup, stalls, pauses and seeks. */
  readonly playingMs: number;
  /** The length of each stall. */
  readonly stallsMs: readonly number[];
  /** The renditions in order; neighbours differ, and the last one lasts to the end. */
  readonly renditions: readonly RenditionStretch[];
  /** Whether the session lasts to the end of the title. */
  readonly toTheEnd: boolean;
}

/** A period of playing at one bitrate. */
export interface RenditionStretch {
  readonly bitrateKbps: number;
  readonly durationMs: number;
}

/** Bitrates of the renditions 144p, 240p, 360p, 480p, 720p and 1080p. */
export const LADDER_KBPS: readonly [number, number, number, number, number, number] = [
  100, 250, 500, 1_000, 2_500, 4_500,
];

const MINUTE_MS = 60_000;
/** The means of 5,584 real sessions. Source: csieber/yt-dataset, 2015. */
const STALLS_PER_MINUTE = 0.25;
const SWITCHES_PER_MINUTE = 0.57;
const MAX_STALLS = 50;

/** Draws an ordinary session: some minutes long, with a startup of a second or two and few stalls. */
export const drawShape = (random: Random, title: Title): Shape => {
  const wantedMs = clamp(random.lognormal(8 * MINUTE_MS, 1), 5_000, 240 * MINUTE_MS);
  const playingMs = Math.min(wantedMs, title.durationMs);
  const stalls = Math.min(random.poisson((playingMs / MINUTE_MS) * STALLS_PER_MINUTE), MAX_STALLS);
  return {
    startupMs: clamp(random.lognormal(900, 0.6), 300, 4_000),
    playingMs,
    stallsMs: Array.from({ length: stalls }, () => clamp(random.lognormal(1_500, 0.9), 200, 40_000)),
    renditions: drawRenditions(random, playingMs),
    toTheEnd: playingMs === title.durationMs || (title.streamType === 'vod' && random.chance(0.2)),
  };
};

const drawRenditions = (random: Random, playingMs: number): RenditionStretch[] => {
  const stretches: RenditionStretch[] = [];
  let rung = 2 + random.below(2);
  for (let atMs = 0; atMs < playingMs;) {
    // Players start with a low bitrate, raise it soon, and change it less often afterwards.
    const durationMs = clamp(
      random.exponential(atMs === 0 ? 15_000 : MINUTE_MS / SWITCHES_PER_MINUTE),
      2_000,
      playingMs,
    );
    stretches.push({ bitrateKbps: LADDER_KBPS[rung] ?? LADDER_KBPS[2], durationMs });
    atMs += durationMs;
    rung += rung === 0 || (rung < LADDER_KBPS.length - 1 && random.chance(0.65)) ? 1 : -1;
  }
  return stretches;
};

const clamp = (value: number, min: number, max: number): number => Math.round(Math.min(Math.max(value, min), max));
