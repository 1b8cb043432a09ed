import { EVENT_NAMES, type EventName, PLAYBACK_STATES, type PlayerEvent } from '../../domain/families/viewing';
import { RowTable } from './row-table';
import { type Acknowledgement, clockShiftMs } from './truth';

/** One acknowledged event, at its time by the player's own clock, epoch ms. */
interface LoggedEvent extends Pick<
  PlayerEvent,
  'event' | 'sequence' | 'state' | 'interval_ms' | 'playhead_ms' | 'playback_rate' | 'error_fatal'
> {
  readonly at: number;
}

/** The fields that identify a session. */
type SessionKey = Pick<PlayerEvent, 'session_id' | 'viewer_id' | 'content_id' | 'device_type' | 'stream_type'>;

/** The acknowledged events of one session, each once. */
export interface LoggedSession extends SessionKey {
  /** In the order of their sequence. */
  readonly events: readonly LoggedEvent[];
  /** The smallest shift of the collector: what converts the player's times to the collector's clock, ms. */
  readonly shiftMs: number;
}

/** Session, shift, sequence, name, at, state, interval_ms, playhead_ms, playback_rate, error_fatal; NaN for none. */
const COLUMNS = 10;

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
    const shiftMs = clockShiftMs(acknowledgement);
    for (const one of events) {
      const { event_ts, event, sequence, state, interval_ms = NaN, playhead_ms = NaN, playback_rate = NaN } = one;
      const stateNumber = state === undefined ? NaN : PLAYBACK_STATES.indexOf(state);
      this.rows.add([
        ...[this.numberOf(one), shiftMs, sequence, EVENT_NAMES.indexOf(event), event_ts],
        ...[stateNumber, interval_ms, playhead_ms, playback_rate, one.error_fatal === true ? 1 : 0],
      ]);
    }
  }

  /** Every session so far. Copies of an event have the same sequence number and the same time by the player's clock. */
  all(): LoggedSession[] {
    const events = this.sessions.map(() => new Map<string, LoggedEvent>());
    const shifts = this.sessions.map(() => Infinity);
    for (const [session = 0, shiftMs = 0, ...row] of this.rows) {
      const event = toEvent(row);
      events[session]?.set(`${event.sequence} ${event.at}`, event);
      shifts[session] = Math.min(shifts[session] ?? Infinity, shiftMs);
    }
    return this.sessions.map((about, session) => ({
      ...about,
      events: [...(events[session]?.values() ?? [])].sort((a, b) => a.sequence - b.sequence || a.at - b.at),
      shiftMs: shifts[session] ?? 0,
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
  const [sequence = NaN, name = NaN, at = NaN, state = NaN, intervalMs = NaN, playheadMs = NaN, rate = NaN] = row;
  return {
    event: EVENT_NAMES[name] as EventName,
    ...{ sequence, at },
    ...(!Number.isNaN(state) && { state: PLAYBACK_STATES[state] }),
    ...(!Number.isNaN(intervalMs) && { interval_ms: intervalMs }),
    ...(!Number.isNaN(playheadMs) && { playhead_ms: playheadMs }),
    ...(!Number.isNaN(rate) && { playback_rate: rate }),
    ...(row[7] === 1 && { error_fatal: true }),
  };
};
