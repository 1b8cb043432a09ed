import { isDeepStrictEqual } from 'node:util';
import {
  addRange,
  type Bounds,
  boundsOf,
  clientTimeOf,
  clockOf,
  endMarkOf,
  type EndMark,
  endsPlayback,
  mergeBounds,
  mergeClocks,
  offsetOf,
  type PositionMark,
  positionOf,
  spentOn,
  type Ranges,
  type SessionClock,
} from '../playback';
import { addSequence, type Sequences } from './sequences';
import type { WatchEvent } from './watch-event';

/** The part of a title's catalog entry that features need. */
export interface TitleFacts {
  readonly genre?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** When a playback played, by the sender's clock, epoch ms. */
interface PlayedTime {
  /** The newest playing intervals. */
  readonly ranges: Ranges;
  /** The playing time before `settledUntil`, ms. It cannot be cut any more. */
  readonly settledMs: number;
  readonly settledUntil: number;
}

/**
 * The stream's record of one playback so far. Its times are by the sender's clock, so a request that arrives late or twice
 * does not move them. The same events give the same record, in any order and batches, and copies add nothing.
 */
export interface SessionRecord {
  readonly sessionId: string;
  readonly contentId: string;
  readonly deviceType: string;
  readonly isLive: boolean;
  /** The lowest sequence number; its event decides about the device. */
  readonly firstSequence: number;
  /** The sequence numbers of the events in the record. */
  readonly seen: Sequences;
  readonly clock: SessionClock;
  readonly bounds: Bounds;
  /** The event that ends the playback. */
  readonly end?: EndMark;
  /** When the first event with the name `ended` happened. */
  readonly completedAt?: number;
  /** The begin of the first interval and the time of the last event. */
  readonly beganAt: number;
  readonly lastAt: number;
  readonly played: PlayedTime;
  /** The position of the event with the highest sequence number that closes a playing interval. */
  readonly position?: PositionMark;
  readonly facts: TitleFacts;
}

/**
 * How long the stream's record of a playback is kept after its last event: rebuild runs may fail for a week without loss.
 */
export const RECORD_RETENTION_MS = 8 * 86_400_000;

/** How many playing intervals a record keeps: few playbacks are interrupted more often. The oldest are settled. */
const MAX_RANGES = 24;

/** Clocks that differ by less are the same one: transit moves what the edge infers. */
const SAME_CLOCK_MS = 10_000;

/**
 * Adds events to the record of their playback, with the current catalog facts of its title. The rules are those of
 * domain/playback: see docs/playback.md. Returns the same object if nothing changes.
 */
export const foldSession = (
  known: SessionRecord | undefined,
  events: readonly WatchEvent[],
  factsOf: (contentId: string) => TitleFacts | undefined = () => undefined,
): SessionRecord | undefined => {
  const record = events.reduce<SessionRecord | undefined>(foldEvent, known);
  return record === known || !record ? known : { ...record, facts: factsOf(record.contentId) ?? record.facts };
};

const foldEvent = (known: SessionRecord | undefined, event: WatchEvent): SessionRecord => {
  if (!known) return add(begin(event), event);
  const seen = addSequence(known.seen, event.sequence);
  return seen ? add({ ...known, seen }, event) : addRepeated(known, event);
};

const begin = (event: WatchEvent): SessionRecord => {
  const at = clientTimeOf(event);
  return {
    sessionId: event.session_id,
    contentId: event.content_id,
    ...deviceOf(event),
    firstSequence: event.sequence,
    seen: [event.sequence, event.sequence],
    clock: clockOf(event),
    bounds: {},
    beganAt: at,
    lastAt: at,
    played: { ranges: [], settledMs: 0, settledUntil: 0 },
    facts: {},
  };
};

const add = (record: SessionRecord, event: WatchEvent): SessionRecord => {
  const { sequence, interval_ms: intervalMs = 0 } = event;
  const at = clientTimeOf(event);
  const end = endsPlayback(event) ? earlierEnd(record.end, endMarkOf(event, at)) : record.end;
  const position = at > (end?.at ?? Infinity) ? record.position : laterMark(record.position, positionOf(event, at));
  const completedAt = event.event === 'ended' ? Math.min(record.completedAt ?? at, at) : record.completedAt;
  return {
    ...record,
    ...(sequence < record.firstSequence && { ...deviceOf(event), firstSequence: sequence }),
    clock: mergeClocks(record.clock, clockOf(event)),
    bounds: mergeBounds(record.bounds, boundsOf(event, at)),
    ...(end && { end }),
    ...(completedAt !== undefined && { completedAt }),
    ...(position && { position }),
    beganAt: Math.min(record.beganAt, at - intervalMs),
    lastAt: Math.max(record.lastAt, at),
    played: addPlayed(record.played, event),
  };
};

/**
 * Adds an event whose sequence number is known. A copy has the times of the first one, so it changes nothing. Another event,
 * as of a second tab with the same session, counts like any other. A copy by another clock is left out.
 */
const addRepeated = (record: SessionRecord, event: WatchEvent): SessionRecord => {
  if (!hasSameClock(record, event)) return record;
  const added = add(record, event);
  return isDeepStrictEqual(added, record) ? record : added;
};

/** Whether an event was timed by the clock of the record: both are off by the same, or it falls into the playback. */
const hasSameClock = (record: SessionRecord, event: WatchEvent): boolean => {
  const at = clientTimeOf(event);
  const differenceMs = Math.abs(offsetOf(clockOf(event)) - offsetOf(record.clock));
  return differenceMs <= SAME_CLOCK_MS || (at >= record.beganAt - SAME_CLOCK_MS && at <= record.lastAt + SAME_CLOCK_MS);
};

const addPlayed = (played: PlayedTime, event: WatchEvent): PlayedTime => {
  const { interval_ms: intervalMs = 0 } = event;
  if (spentOn(event) !== 'playing') return played;
  const at = clientTimeOf(event);
  const ranges = addRange(played.ranges, Math.max(at - intervalMs, played.settledUntil), at);
  if (ranges === played.ranges) return played;
  if (ranges.length <= 2 * MAX_RANGES) return { ...played, ranges };
  const [from = 0, to = 0] = ranges;
  return { ranges: ranges.slice(2), settledMs: played.settledMs + to - from, settledUntil: to };
};

const earlierEnd = (known: EndMark | undefined, mark: EndMark): EndMark =>
  known && (known.at < mark.at || (known.at === mark.at && known.sequence <= mark.sequence)) ? known : mark;

const laterMark = (known: PositionMark | undefined, mark: PositionMark | undefined): PositionMark | undefined =>
  known && (!mark || known.sequence > mark.sequence || (known.sequence === mark.sequence && known.at >= mark.at))
    ? known
    : mark;

/** One playback has one device; if a client's events disagree, the first event counts. */
const deviceOf = ({ device_type, stream_type }: WatchEvent) => ({
  deviceType: device_type,
  isLive: stream_type === 'live',
});
