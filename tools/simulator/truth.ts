import type { DeviceType, PlayerEvent } from '../../domain/families/viewing';

/** Instants lie this far apart on the clock. Of its own, as the limit below: what checks the pipeline shares no code with it. */
const INSTANT_MS = 10_000;

/** Beyond this the collector takes a client's clock for wrong, and moves its events by the difference. */
const SKEW_LIMIT_MS = 10_000;

/** How many were watching at an instant, as far as the collector acknowledged it. */
export interface InstantTruth {
  readonly instantMs: number;
  /** Distinct sessions that were playing or rebuffering. */
  readonly total: number;
  /** Those of them that were rebuffering. */
  readonly rebuffering: number;
  readonly byDevice: ReadonlyMap<DeviceType, number>;
  /** By content_id. */
  readonly byTitle: ReadonlyMap<string, number>;
}

/** What the truth must know of a session. */
export interface SessionFacts {
  readonly number: number;
  readonly fields: Pick<PlayerEvent, 'device_type' | 'content_id'>;
}

/** When a request left, by the player's clock, and when the collector received it, by its own; epoch ms. */
export interface Acknowledgement {
  readonly sentAt: number;
  readonly receivedAt: number;
}

/** The simulator's own count of concurrent streams, to hold the pipeline's against. */
export class Truth {
  private readonly instants = new Map<number, Presence>();

  /** Takes in the events which one answer acknowledged; the same events again change nothing but by their clock's correction. */
  record(facts: SessionFacts, events: readonly PlayerEvent[], { sentAt, receivedAt }: Acknowledgement): void {
    const differenceMs = receivedAt - sentAt;
    const shiftMs = Math.abs(differenceMs) > SKEW_LIMIT_MS ? differenceMs : 0;
    for (const { event_ts, interval_ms = 0, state } of events) {
      if (state !== 'playing' && state !== 'rebuffering') continue;
      const endMs = event_ts + shiftMs;
      const firstMs = Math.ceil((endMs - interval_ms) / INSTANT_MS) * INSTANT_MS;
      for (let instantMs = firstMs; instantMs < endMs; instantMs += INSTANT_MS) {
        this.presenceAt(instantMs).add(facts, state === 'rebuffering');
      }
    }
  }

  /** What was true at an instant, epoch ms; zeros where nobody watched, or where it is forgotten. */
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

  /** The instants that are known, in order. */
  known(): number[] {
    return [...this.instants.keys()].sort((one, other) => one - other);
  }

  /** Drops what lies before, so that memory stays flat. */
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

/** Who was there at one instant: exact sets of session numbers, and their breakdown as it grows. */
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
