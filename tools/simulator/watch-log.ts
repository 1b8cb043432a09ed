import { EVENT_NAMES, type EventName, PLAYBACK_STATES, type PlayerEvent } from '../../domain/families/viewing';
import { RowTable } from './row-table';
import type { Acknowledgement } from './truth';

/** Beyond this the collector takes a client's clock for wrong, and moves its events by the difference. */
const SKEW_LIMIT_MS = 10_000;

/** One event that the collector acknowledged, with its clock corrected as the collector does. */
interface LoggedEvent extends Pick<PlayerEvent, 'event' | 'sequence' | 'state' | 'interval_ms' | 'playhead_ms'> {
  readonly at: number;
  readonly receivedAt: number;
}

/** Of which session an event tells. */
type SessionAbout = Pick<PlayerEvent, 'session_id' | 'viewer_id' | 'content_id' | 'device_type' | 'stream_type'>;

/** Everything that one session told and the collector acknowledged, each event once: the copy received first. */
export interface LoggedSession extends SessionAbout {
  /** By sequence. */
  readonly events: readonly LoggedEvent[];
}

/** Session, sequence, name, at, receivedAt, state, interval_ms, playhead_ms; NaN for none. */
const COLUMNS = 8;

/**
 * What the viewers did, event by event, to hold against what the pipeline makes of it. As rows of numbers, 64 bytes an
 * event: as objects they were most of what a long demo held.
 */
export class WatchLog {
  private readonly sessions: SessionAbout[] = [];
  private readonly numberOf = new Map<string, number>();
  /** In the order of the answers, copies included. */
  private readonly rows = new RowTable(COLUMNS);

  /** Takes in the events which one answer acknowledged. */
  record(events: readonly PlayerEvent[], { sentAt, receivedAt }: Acknowledgement): void {
    const differenceMs = receivedAt - sentAt;
    const shiftMs = Math.abs(differenceMs) > SKEW_LIMIT_MS ? differenceMs : 0;
    for (const { event_ts, event, sequence, state, interval_ms = NaN, playhead_ms = NaN, ...about } of events) {
      const stateNumber = state === undefined ? NaN : PLAYBACK_STATES.indexOf(state);
      const what = [this.numbered(about), sequence, EVENT_NAMES.indexOf(event), event_ts + shiftMs, receivedAt];
      this.rows.add([...what, stateNumber, interval_ms, playhead_ms]);
    }
  }

  /** Every session so far. */
  all(): LoggedSession[] {
    const events = this.sessions.map(() => new Map<number, LoggedEvent>());
    for (const [session = 0, ...told] of this.rows) {
      const event = toEvent(told);
      const known = events[session]?.get(event.sequence);
      if (known === undefined || event.receivedAt < known.receivedAt) events[session]?.set(event.sequence, event);
    }
    return this.sessions.map((about, session) => ({
      ...about,
      events: [...(events[session]?.values() ?? [])].sort((one, other) => one.sequence - other.sequence),
    }));
  }

  private numbered({ session_id, viewer_id, content_id, device_type, stream_type }: SessionAbout): number {
    const known = this.numberOf.get(session_id);
    if (known !== undefined) return known;
    this.numberOf.set(session_id, this.sessions.length);
    return this.sessions.push({ session_id, viewer_id, content_id, device_type, stream_type }) - 1;
  }
}

const toEvent = (told: readonly number[]): LoggedEvent => {
  const [sequence = NaN, name = NaN, at = NaN, receivedAt = NaN, state = NaN, intervalMs = NaN, playheadMs = NaN] =
    told;
  return {
    event: EVENT_NAMES[name] as EventName,
    ...{ sequence, at, receivedAt },
    ...(!Number.isNaN(state) && { state: PLAYBACK_STATES[state] }),
    ...(!Number.isNaN(intervalMs) && { interval_ms: intervalMs }),
    ...(!Number.isNaN(playheadMs) && { playhead_ms: playheadMs }),
  };
};
