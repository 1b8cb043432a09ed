import { EVENT_NAMES, type EventName, PLAYBACK_STATES, type PlayerEvent } from '../../domain/families/viewing';
import { RowTable } from './row-table';
import { type Acknowledgement, clockShiftOf } from './clock';
import { knownViewerOf } from './identity';

/** One acknowledged event, at its time by the player's own clock, epoch ms. */
interface LoggedEvent extends Pick<
  PlayerEvent,
  'event' | 'sequence' | 'state' | 'interval_ms' | 'playhead_ms' | 'playback_rate' | 'error_fatal'
> {
  readonly at: number;
  /** Present, and true, if the interval lies in an ad break. */
  readonly isAd?: true;
}

/** The fields that identify a playback: a session of a viewer with a title. */
type SessionKey = Pick<PlayerEvent, 'session_id' | 'viewer_id' | 'content_id' | 'device_type' | 'stream_type'>;

/** The acknowledged events of one playback, each once. */
export interface LoggedSession extends SessionKey {
  /** In the order of their sequence. */
  readonly events: readonly LoggedEvent[];
  /**
   * What converts the player's times to the collector's clock, ms: the smallest shift that the player has measured, or
   * else the smallest that the collector inferred.
   */
  readonly shiftMs: number;
}

/** Playback, shift, flags, sequence, name, at, state, interval_ms, playhead_ms, playback_rate; NaN for none. */
const COLUMNS = 10;
const FLAGS = { isFatal: 1, isAd: 2, isMeasured: 4 } as const;

/**
 * The acknowledged events of all viewers, with which the pipeline's results are compared. Each event is a row of
 * numbers of 80 bytes: as objects, events would use most of the memory of a long demo.
 */
export class WatchLog {
  private readonly sessions: SessionKey[] = [];
  private readonly numbers = new Map<string, number>();
  /** The events in the order of the answers, copies included. */
  private readonly rows = new RowTable(COLUMNS);

  /** Adds the events that one answer acknowledged. */
  record(events: readonly PlayerEvent[], acknowledgement: Acknowledgement): void {
    const { shiftMs, isMeasured } = clockShiftOf(acknowledgement);
    for (const one of events) {
      const { event_ts, event, sequence, state, interval_ms = NaN, playhead_ms = NaN, playback_rate = NaN } = one;
      const stateNumber = state === undefined ? NaN : PLAYBACK_STATES.indexOf(state);
      const flags =
        (one.error_fatal === true ? FLAGS.isFatal : 0) +
        (one.ad_break_id !== undefined ? FLAGS.isAd : 0) +
        (isMeasured ? FLAGS.isMeasured : 0);
      this.rows.add([
        ...[this.numberOf(one), shiftMs, flags, sequence, EVENT_NAMES.indexOf(event), event_ts],
        ...[stateNumber, interval_ms, playhead_ms, playback_rate],
      ]);
    }
  }

  /** Every playback so far. Copies of an event have the same sequence number and the same time by the player's clock. */
  all(): LoggedSession[] {
    const events = this.sessions.map(() => new Map<string, LoggedEvent>());
    const inferred = this.sessions.map(() => Infinity);
    const measured = [...inferred];
    for (const [session = 0, shiftMs = 0, flags = 0, ...row] of this.rows) {
      const event = toEvent(flags, row);
      events[session]?.set(`${event.sequence} ${event.at}`, event);
      const shifts = flags & FLAGS.isMeasured ? measured : inferred;
      shifts[session] = Math.min(shifts[session] ?? Infinity, shiftMs);
    }
    const shiftOf = (session: number): number =>
      [measured[session], inferred[session]].find((shiftMs) => shiftMs !== Infinity) ?? 0;
    return this.sessions.map((about, session) => ({
      ...about,
      events: [...(events[session]?.values() ?? [])].sort((a, b) => a.sequence - b.sequence || a.at - b.at),
      shiftMs: shiftOf(session),
    }));
  }

  private numberOf(event: PlayerEvent): number {
    const { session_id, content_id, device_type, stream_type } = event;
    const viewer_id = knownViewerOf(event);
    const name = `${session_id}\n${content_id}\n${viewer_id ?? ''}`;
    const known = this.numbers.get(name);
    if (known !== undefined) return known;
    this.numbers.set(name, this.sessions.length);
    return this.sessions.push({ session_id, viewer_id, content_id, device_type, stream_type }) - 1;
  }
}

const toEvent = (flags: number, row: readonly number[]): LoggedEvent => {
  const [sequence = NaN, name = NaN, at = NaN, state = NaN, intervalMs = NaN, playheadMs = NaN, rate = NaN] = row;
  return {
    event: EVENT_NAMES[name] as EventName,
    ...{ sequence, at },
    ...(!Number.isNaN(state) && { state: PLAYBACK_STATES[state] }),
    ...(!Number.isNaN(intervalMs) && { interval_ms: intervalMs }),
    ...(!Number.isNaN(playheadMs) && { playhead_ms: playheadMs }),
    ...(!Number.isNaN(rate) && { playback_rate: rate }),
    ...(flags & FLAGS.isFatal && { error_fatal: true }),
    ...(flags & FLAGS.isAd && { isAd: true }),
  };
};
