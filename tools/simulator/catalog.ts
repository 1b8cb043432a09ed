import type { StreamType } from '../../domain/families/viewing';
import { Random, ZipfSampler } from './random';

/** One title that can be watched. */
export interface Title {
  readonly contentId: string;
  readonly streamType: StreamType;
  /** How long it is; a live channel has no end. */
  readonly durationMs: number;
}

const MINUTE_MS = 60_000;
const LENGTHS = [
  { weight: 5, minMs: 20 * MINUTE_MS, maxMs: 55 * MINUTE_MS }, // an episode
  { weight: 3, minMs: 80 * MINUTE_MS, maxMs: 140 * MINUTE_MS }, // a film
  { weight: 2, minMs: 2 * MINUTE_MS, maxMs: 12 * MINUTE_MS }, // a clip
];

/** One title in so many is a live channel; the eighth most popular is the first. */
const LIVE_EVERY = 20;
const FIRST_LIVE = 7;

/** The titles in order of popularity. A title is the same in every run, whatever the seed. */
export class Catalog {
  readonly titles: readonly Title[];
  private readonly popularity: ZipfSampler;

  /** Popularity follows Zipf's law with an exponent of about one, as video on demand does. */
  constructor(size = 500, exponent = 1) {
    if (!Number.isInteger(size) || size < 1) throw new RangeError(`A catalog has one title or more, not ${size}.`);
    this.titles = Array.from({ length: size }, (_, rank) => toTitle(rank));
    this.popularity = new ZipfSampler(size, exponent);
  }

  /** One title, the popular ones more often. */
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
