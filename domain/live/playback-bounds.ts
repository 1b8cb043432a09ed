import { type Hash64, hash64 } from '../ingest';
import { type Bounds, isWithin, mergeBounds } from '../playback';
import { SessionTable } from './session-table';

/** The bounds of playbacks that arrived within one period. Times are in epoch ms; NaN for none. */
interface Generation {
  readonly playbacks: SessionTable;
  readonly requestedAt: number[];
  readonly endedAt: number[];
}

/**
 * When playbacks were requested and ended, by title and session. A session that ended is not counted at any later instant,
 * whatever is delivered again. Bounds are forgotten when they have not been used for one to two periods, so memory does
 * not grow with the number of playbacks of a day.
 */
export class PlaybackBounds {
  private current = emptyGeneration();
  private previous = emptyGeneration();
  private periodEndsAt = -Infinity;
  /** The hash of the title that was looked up last: payloads list the sessions of a title together. */
  private title: { readonly contentId: string; readonly hash: Hash64 } | undefined;

  /** `periodMs`: how long bounds are kept at least, ms. */
  constructor(private readonly periodMs: number) {}

  /** Starts a new period if the current one is over; `now` is in epoch ms. */
  advance(now: number): void {
    if (now < this.periodEndsAt) return;
    this.previous = now < this.periodEndsAt + this.periodMs ? this.current : emptyGeneration();
    this.current = emptyGeneration();
    this.periodEndsAt = now + this.periodMs;
  }

  /** Adds what one batch says about a playback; returns whether its bounds have changed. */
  add(contentId: string, session: Hash64, bounds: Bounds): boolean {
    const key = this.keyOf(contentId, session);
    const known = this.find(key);
    const merged = known ? mergeBounds(known, bounds) : bounds;
    store(this.current, key, merged);
    return merged.requestedAt !== known?.requestedAt || merged.endedAt !== known?.endedAt;
  }

  /** Whether a playback can have been watched at an instant, as far as its bounds are known. */
  admits(contentId: string, session: Hash64, instant: number): boolean {
    if (this.current.playbacks.size + this.previous.playbacks.size === 0) return true;
    const key = this.keyOf(contentId, session);
    const known = this.find(key);
    if (!known || isWithin(known, instant)) return true;
    store(this.current, key, known); // it is still needed: the player goes on after the end
    return false;
  }

  private find(key: Hash64): Bounds | undefined {
    const [one, other] = [lookUp(this.current, key), lookUp(this.previous, key)];
    return one && other ? mergeBounds(one, other) : (one ?? other);
  }

  /** Identifies a playback: the hashes of session and title are independent, so their XOR is as good as a hash of both. */
  private keyOf(contentId: string, { high, low }: Hash64): Hash64 {
    if (this.title?.contentId !== contentId) this.title = { contentId, hash: hash64(contentId) };
    const { hash } = this.title;
    return { high: (high ^ hash.high) >>> 0, low: (low ^ hash.low) >>> 0 };
  }
}

const emptyGeneration = (): Generation => ({ playbacks: new SessionTable(), requestedAt: [], endedAt: [] });

const lookUp = ({ playbacks, requestedAt, endedAt }: Generation, key: Hash64): Bounds | undefined => {
  const index = playbacks.get(key);
  if (index === undefined) return undefined;
  const [requested = NaN, ended = NaN] = [requestedAt[index], endedAt[index]];
  return {
    ...(!Number.isNaN(requested) && { requestedAt: requested }),
    ...(!Number.isNaN(ended) && { endedAt: ended }),
  };
};

const store = ({ playbacks, requestedAt, endedAt }: Generation, key: Hash64, bounds: Bounds): void => {
  const index = playbacks.get(key) ?? playbacks.size;
  playbacks.set(key, index);
  requestedAt[index] = bounds.requestedAt ?? NaN;
  endedAt[index] = bounds.endedAt ?? NaN;
};
