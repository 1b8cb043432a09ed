import type { PlayerEvent } from '../../domain/events/viewing-event';
import type { Acknowledgement } from './truth';

/** Beyond this the collector takes a client's clock for wrong, and moves its events by the difference. */
const SKEW_LIMIT_MS = 10_000;

/** One event that the collector acknowledged, with its clock corrected as the collector does. */
export interface LoggedEvent extends Pick<PlayerEvent, 'event' | 'sequence' | 'state' | 'interval_ms' | 'playhead_ms'> {
  readonly at: number;
  readonly receivedAt: number;
}

/** Everything that one session told and the collector acknowledged, each event once: the copy received first. */
export interface LoggedSession extends Pick<
  PlayerEvent,
  'session_id' | 'viewer_id' | 'content_id' | 'device_type' | 'stream_type'
> {
  /** By sequence. */
  readonly events: readonly LoggedEvent[];
}

/** What the viewers did, event by event, to hold against what the pipeline makes of it. */
export class WatchLog {
  private readonly sessions = new Map<
    string,
    Omit<LoggedSession, 'events'> & { readonly events: Map<number, LoggedEvent> }
  >();

  /** Takes in the events which one answer acknowledged. */
  record(events: readonly PlayerEvent[], { sentAt, receivedAt }: Acknowledgement): void {
    const differenceMs = receivedAt - sentAt;
    const shiftMs = Math.abs(differenceMs) > SKEW_LIMIT_MS ? differenceMs : 0;
    for (const { event_ts, event, sequence, state, interval_ms, playhead_ms, ...about } of events) {
      const known = this.sessionOf(about);
      if ((known.get(sequence)?.receivedAt ?? Infinity) <= receivedAt) continue;
      const told = { event, sequence, at: event_ts + shiftMs, receivedAt };
      known.set(sequence, {
        ...told,
        ...(state !== undefined && { state }),
        ...(interval_ms !== undefined && { interval_ms }),
        ...(playhead_ms !== undefined && { playhead_ms }),
      });
    }
  }

  /** Every session so far. */
  all(): LoggedSession[] {
    return [...this.sessions.values()].map(({ events, ...about }) => ({
      ...about,
      events: [...events.values()].sort((one, other) => one.sequence - other.sequence),
    }));
  }

  private sessionOf(about: Omit<LoggedSession, 'events'>): Map<number, LoggedEvent> {
    const { session_id, viewer_id, content_id, device_type, stream_type } = about;
    const known = this.sessions.get(session_id);
    if (known) return known.events;
    const events = new Map<number, LoggedEvent>();
    this.sessions.set(session_id, { session_id, viewer_id, content_id, device_type, stream_type, events });
    return events;
  }
}
