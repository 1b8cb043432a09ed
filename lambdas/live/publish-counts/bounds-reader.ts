import { decodeBounds, type PlaybackMark } from '../../../domain/live/bounds-codec';
import { PlaybackBounds } from '../../../domain/live/playback-bounds';
import type { PresencePart } from './presence-part';

/** The arrival times of Kinesis are approximate: within this, a record may seem to have arrived before its predecessor. */
export const ARRIVAL_SLACK_MS = 5_000;

/**
 * How long the end of a playback is remembered: what was sent before the end and is delivered again arrives within this
 * time. While a player goes on after the end, its end is remembered longer.
 */
const KEEP_MS = 900_000;

/** Keeps the bounds of playbacks up to date, and reads only newer ones. A new publisher reads those of the last minutes. */
export class BoundsReader {
  readonly known = new PlaybackBounds(KEEP_MS);
  private readUpTo: number | undefined;
  /** The parts of the last read; the next read overlaps with it and returns most of them again. */
  private lastRead: ReadonlySet<string> = new Set();

  constructor(
    private readonly readParts: (arrivedFrom: number, arrivedTo: number) => Promise<readonly PresencePart[]>,
  ) {}

  /** Reads newer bounds and returns the playbacks whose bounds have changed. `now` and `watermark` are in epoch ms. */
  async read(now: number, watermark: number | undefined): Promise<readonly PlaybackMark[]> {
    this.known.advance(now);
    const from = this.readUpTo ?? now - KEEP_MS;
    const parts = await this.readParts(from, now + ARRIVAL_SLACK_MS);
    const marks = parts.filter(({ name }) => !this.lastRead.has(name)).flatMap(({ payload }) => decodeBounds(payload));
    this.lastRead = new Set(parts.map(({ name }) => name));
    this.readUpTo = Math.max(from, (watermark ?? 0) - ARRIVAL_SLACK_MS);
    return marks.filter(({ contentId, session, bounds }) => this.known.add(contentId, session, bounds));
  }
}
