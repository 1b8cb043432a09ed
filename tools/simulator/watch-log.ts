import { EVENT_NAMES, type EventName, PLAYBACK_STATES, type PlayerEvent } from '../../domain/families/viewing';
import { RowTable } from './row-table';
import { type Acknowledgement, clockShiftMs } from './truth';

/** One acknowledged event, with its time corrected as the collector corrects it. */
interface LoggedEvent extends Pick<PlayerEvent, 'event' | 'sequence' | 'state' | 'interval_ms' | 'playhead_ms'> {
  readonly at: number;
  readonly receivedAt: number;
}

/** The fields that identify a session. */
type SessionKey = Pick<PlayerEvent, 'session_id' | 'viewer_id' | 'content_id' | 'device_type' | 'stream_type'>;

/** The acknowledged events of one session. If an event has several copies, the first received one is kept. */
export interface LoggedSession extends SessionKey {
  /** In the order of their sequence. */
  readonly events: readonly LoggedEvent[];
}

/** Session, sequence, name, at, receivedAt, state, interval_ms, playhead_ms; NaN for none. */
const COLUMNS = 8;

/**
 * The acknowledged events of all viewers, with which the pipeline's results are compared. Each event is a row of
 * numbers of 64 bytes: as objects, events would use most of the memory of a long demo.
 */
export class WatchLog {
  private readonly sessions: SessionKey[] = [];
  private readonly numbers = new Map<string, number>();
  /** The events in the order of the answers, copies included. */
  private readonly rows = new RowTable(COLUMNS);

  /** Adds the events that one answer acknowledged. */
  record(events: readonly PlayerEvent[], acknowledgement: Acknowledgement): void {
    const { receivedAt } = acknowledgement;
    const shiftMs = clockShiftMs(acknowledgement);
    for (const { event_ts, event, sequence, state, interval_ms = NaN, playhead_ms = NaN, ...about } of events) {
      const stateNumber = state === undefined ? NaN : PLAYBACK_STATES.indexOf(state);
      const head = [this.numberOf(about), sequence, EVENT_NAMES.indexOf(event), event_ts + shiftMs, receivedAt];
      this.rows.add([...head, stateNumber, interval_ms, playhead_ms]);
    }
  }

  /** Every session so far. */
  all(): LoggedSession[] {
    const events = this.sessions.map(() => new Map<number, LoggedEvent>());
    for (const [session = 0, ...row] of this.rows) {
      const event = toEvent(row);
      const known = events[session]?.get(event.sequence);
      if (known === undefined || event.receivedAt < known.receivedAt) events[session]?.set(event.sequence, event);
    }
    return this.sessions.map((about, session) => ({
      ...about,
      events: [...(events[session]?.values() ?? [])].sort((one, other) => one.sequence - other.sequence),
    }));
  }

  private numberOf({ session_id, viewer_id, content_id, device_type, stream_type }: SessionKey): number {
    const known = this.numbers.get(session_id);
    if (known !== undefined) return known;
    this.numbers.set(session_id, this.sessions.length);
    return this.sessions.push({ session_id, viewer_id, content_id, device_type, stream_type }) - 1;
  }
}

const toEvent = (row: readonly number[]): LoggedEvent => {
  const [sequence = NaN, name = NaN, at = NaN, receivedAt = NaN, state = NaN, intervalMs = NaN, playheadMs = NaN] = row;
  return {
    event: EVENT_NAMES[name] as EventName,
    ...{ sequence, at, receivedAt },
    ...(!Number.isNaN(state) && { state: PLAYBACK_STATES[state] }),
    ...(!Number.isNaN(intervalMs) && { interval_ms: intervalMs }),
    ...(!Number.isNaN(playheadMs) && { playhead_ms: playheadMs }),
  };
};
