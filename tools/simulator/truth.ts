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

/** The simulator's own count of concurrent streams, with which the pipeline's counts are compared. */
export class Truth {
  private readonly instants = new Map<number, Presence>();

  /**
   * Adds the events that one answer acknowledged. Adding them again changes nothing, unless the clock is corrected
   * differently.
   */
  record(facts: SessionFacts, events: readonly PlayerEvent[], acknowledgement: Acknowledgement): void {
    const shiftMs = clockShiftMs(acknowledgement);
    for (const { event_ts, interval_ms = 0, state } of events) {
      if (state !== 'playing' && state !== 'rebuffering') continue;
      const endMs = event_ts + shiftMs;
      const firstMs = Math.ceil((endMs - interval_ms) / INSTANT_MS) * INSTANT_MS;
      for (let instantMs = firstMs; instantMs < endMs; instantMs += INSTANT_MS) {
        this.presenceAt(instantMs).add(facts, state === 'rebuffering');
      }
    }
  }

  /** The counts at an instant, epoch ms; zeros without streams, and for a dropped instant. */
  at(instantMs: number): InstantTruth {
    const presence = this.instants.get(instantMs) ?? new Presence();
    return {
      instantMs,
      total: presence.sessions.size,
      rebuffering: presence.rebuffering.size,
      byDevice: presence.byDevice,
      byTitle: presence.byTitle,
    };
  }

  /** The instants with streams, in order. */
  known(): number[] {
    return [...this.instants.keys()].sort((one, other) => one - other);
  }

  /** Drops earlier instants, so that memory does not grow. */
  forget(beforeMs: number): void {
    for (const instantMs of this.instants.keys()) if (instantMs < beforeMs) this.instants.delete(instantMs);
  }

  private presenceAt(instantMs: number): Presence {
    const known = this.instants.get(instantMs);
    if (known) return known;
    const presence = new Presence();
    this.instants.set(instantMs, presence);
    return presence;
  }
}

/** The sessions at one instant, as exact sets, with counts by device type and title. */
class Presence {
  readonly sessions = new Set<number>();
  readonly rebuffering = new Set<number>();
  readonly byDevice = new Map<DeviceType, number>();
  readonly byTitle = new Map<string, number>();

  add({ number, fields }: SessionFacts, rebuffers: boolean): void {
    if (rebuffers) this.rebuffering.add(number);
    if (this.sessions.has(number)) return;
    this.sessions.add(number);
    this.byDevice.set(fields.device_type, (this.byDevice.get(fields.device_type) ?? 0) + 1);
    this.byTitle.set(fields.content_id, (this.byTitle.get(fields.content_id) ?? 0) + 1);
  }
}
