import type { DeviceType, PlayerEvent } from '../../domain/families/viewing';

/**
 * The distance between instants. It is defined here again, like the limit below, because the check shares no code with
 * the pipeline.
 */
const INSTANT_MS = 10_000;

/** The collector corrects a client's clock that is ahead by more than this. */
const MAX_AHEAD_MS = 10_000;
/** It corrects a clock that is behind by more than this, because no request takes longer to arrive. */
const MAX_BEHIND_MS = 75_000;

/** The number of streams at an instant, as far as the collector has acknowledged their events. */
export interface InstantTruth {
  readonly instantMs: number;
  /** Distinct sessions that were playing or rebuffering. */
  readonly total: number;
  /** Sessions that were rebuffering. */
  readonly rebuffering: number;
  readonly byDevice: ReadonlyMap<DeviceType, number>;
  /** By content_id. */
  readonly byTitle: ReadonlyMap<string, number>;
}

/** The fields of a session by which its streams are counted. */
export interface SessionFacts {
  readonly number: number;
  readonly fields: Pick<PlayerEvent, 'device_type' | 'content_id'>;
}

/** The time at which a request was sent (player's clock) and received (collector's clock), epoch ms. */
export interface Acknowledgement {
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** By how much the collector moves the events of a request, ms. */
export const clockShiftMs = ({ sentAt, receivedAt }: Acknowledgement): number => {
  const behindMs = receivedAt - sentAt;
  return behindMs < -MAX_AHEAD_MS || behindMs > MAX_BEHIND_MS ? behindMs : 0;
};

/** When a playback was requested and ended, by the collector's clock, epoch ms. The earliest of each counts. */
interface Limits {
  requestedMs: number;
  endedMs: number;
}

/** The simulator's own count of concurrent streams, with which the pipeline's counts are compared. */
export class Truth {
  private readonly instants = new Map<number, Presence>();
  /** By the number of the session. */
  private readonly limits = new Map<number, Limits>();

  /**
   * Adds the events that one answer acknowledged. Adding them again changes nothing, unless the clock is corrected
   * differently.
   */
  record(facts: SessionFacts, events: readonly PlayerEvent[], acknowledgement: Acknowledgement): void {
    const shiftMs = clockShiftMs(acknowledgement);
    for (const { event, event_ts, interval_ms = 0, state, error_fatal } of events) {
      const endMs = event_ts + shiftMs;
      const limits = this.limitsOf(facts.number);
      if (event === 'play_request') limits.requestedMs = Math.min(limits.requestedMs, endMs);
      if (event === 'quit' || event === 'ended' || error_fatal === true)
        limits.endedMs = Math.min(limits.endedMs, endMs);
      if (state !== 'playing' && state !== 'rebuffering') continue;
      const firstMs = Math.ceil((endMs - interval_ms) / INSTANT_MS) * INSTANT_MS;
      for (let instantMs = firstMs; instantMs < endMs; instantMs += INSTANT_MS) {
        this.presenceAt(instantMs).add(facts, state === 'playing');
      }
    }
  }

  /** The counts at an instant, epoch ms; zeros without streams, and for a dropped instant. */
  at(instantMs: number): InstantTruth {
    const presence = this.instants.get(instantMs) ?? new Presence();
    return presence.countsAt(instantMs, (number) => this.limitsOf(number));
  }

  /** The instants with streams, in order. */
  known(): number[] {
    return [...this.instants.keys()].sort((one, other) => one - other);
  }

  /** Drops earlier instants, so that memory does not grow. */
  forget(beforeMs: number): void {
    for (const instantMs of this.instants.keys()) if (instantMs < beforeMs) this.instants.delete(instantMs);
  }

  private limitsOf(number: number): Limits {
    const known = this.limits.get(number);
    if (known) return known;
    const limits = { requestedMs: Infinity, endedMs: Infinity };
    this.limits.set(number, limits);
    return limits;
  }

  private presenceAt(instantMs: number): Presence {
    const known = this.instants.get(instantMs);
    if (known) return known;
    const presence = new Presence();
    this.instants.set(instantMs, presence);
    return presence;
  }
}

/** The sessions at one instant, as exact sets. A session that reports playing and rebuffering was playing. */
class Presence {
  private readonly sessions = new Map<number, SessionFacts>();
  private readonly playing = new Set<number>();

  add(facts: SessionFacts, plays: boolean): void {
    this.sessions.set(facts.number, facts);
    if (plays) this.playing.add(facts.number);
  }

  /** Counts the sessions that had been requested and had not ended. */
  countsAt(instantMs: number, limitsOf: (number: number) => Limits): InstantTruth {
    const [byDevice, byTitle] = [new Map<DeviceType, number>(), new Map<string, number>()];
    let [total, rebuffering] = [0, 0];
    for (const { number, fields } of this.sessions.values()) {
      const { requestedMs, endedMs } = limitsOf(number);
      const isBefore = requestedMs <= endedMs && requestedMs !== Infinity && instantMs < requestedMs;
      if (isBefore || instantMs >= endedMs) continue;
      total += 1;
      if (!this.playing.has(number)) rebuffering += 1;
      byDevice.set(fields.device_type, (byDevice.get(fields.device_type) ?? 0) + 1);
      byTitle.set(fields.content_id, (byTitle.get(fields.content_id) ?? 0) + 1);
    }
    return { instantMs, total, rebuffering, byDevice, byTitle };
  }
}
