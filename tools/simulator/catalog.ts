import type { StreamType } from '../../domain/families/viewing';
import { Random, ZipfSampler } from './random';

/** One title. */
export interface Title {
  readonly contentId: string;
  readonly streamType: StreamType;
  /** Infinity for a live channel. */
  readonly durationMs: number;
}

const MINUTE_MS = 60_000;
const LENGTHS = [
  { weight: 5, minMs: 20 * MINUTE_MS, maxMs: 55 * MINUTE_MS }, // an episode
  { weight: 3, minMs: 80 * MINUTE_MS, maxMs: 140 * MINUTE_MS }, // a film
  { weight: 2, minMs: 2 * MINUTE_MS, maxMs: 12 * MINUTE_MS }, // a clip
];

/** Every twentieth title is a live channel; the first one is the eighth most popular title. */
const LIVE_EVERY = 20;
const FIRST_LIVE = 7;

/** The titles in order of popularity. They are the same in every run, for every seed. */
export class Catalog {
  readonly titles: readonly Title[];
  private readonly popularity: ZipfSampler;

  /** Popularity follows Zipf's law; video on demand has an exponent of about one. */
  constructor(size = 500, exponent = 1) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`A catalog has at least one title, not ${size}.`);
    this.titles = Array.from({ length: size }, (_, rank) => toTitle(rank));
    this.popularity = new ZipfSampler(size, exponent);
  }

  /** Draws a title, popular ones more often. */
  choose(random: Random): Title {
    return this.titles[this.popularity.sample(random)] ?? toTitle(0);
  }
}

const toTitle = (rank: number): Title => {
  const contentId = `title-${String(rank + 1).padStart(4, '0')}`;
  if (rank % LIVE_EVERY === FIRST_LIVE) return { contentId, streamType: 'live', durationMs: Infinity };
  const random = new Random(contentId);
  const { minMs, maxMs } = random.weighted(LENGTHS);
  return { contentId, streamType: 'vod', durationMs: Math.round(random.uniform(minMs, maxMs)) };
};
