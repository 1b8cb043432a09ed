import { addSequence, type Sequences } from './sequences';
import type { WatchEvent } from './watch-event';

/**
 * When an event of a session happened. Copies of one event may have different clock corrections: the copy that was
 * received first counts.
 */
interface Mark {
  readonly sequence: number;
  readonly receivedAt: number;
  /** Epoch ms, by the corrected clock. */
  readonly at: number;
}

/** The part of a title's catalog entry that features need. */
export interface TitleFacts {
  readonly genre?: string | undefined;
  readonly durationMs?: number | undefined;
}

/**
 * The stream's record of one playback so far. The same events give the same record, in any order and with any repetition.
 */
export interface SessionRecord {
  readonly sessionId: string;
  readonly contentId: string;
  readonly deviceType: string;
  readonly isLive: boolean;
  /** The events with the lowest and the highest sequence number. */
  readonly first: Mark;
  readonly last: Mark;
  /** The position reported by the event with the highest sequence number that has one. */
  readonly position?: { readonly sequence: number; readonly playheadMs: number } | undefined;
  /** The sequence numbers of the events in the record: a repeated event adds nothing. */
  readonly seen: Sequences;
  /** Time in the state playing. */
  readonly playingMs: number;
  /** Whether the events include the play_request. */
  readonly hasRequest: boolean;
  readonly hasEnded: boolean;
  readonly facts: TitleFacts;
}

/**
 * How long the stream's record of a playback is kept after its last event: rebuild runs may fail for a week without loss.
 */
export const RECORD_RETENTION_MS = 8 * 86_400_000;

/**
 * Adds events to the record of their playback, with the current catalog facts of its title. A pure fold: the same events
 * give the same record in any order, with any repetition and in any batches. Returns the same object if nothing changes.
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
  if (!known) return begin(event);
  const seen = addSequence(known.seen, event.sequence);
  return seen ? add({ ...known, seen }, event) : correct(known, event);
};

const begin = (event: WatchEvent): SessionRecord => {
  const mark = markOf(event);
  const seen = [event.sequence, event.sequence];
  const nothing = { playingMs: 0, hasRequest: false, hasEnded: false, facts: {} };
  return add(
    { sessionId: event.session_id, ...contentAndDeviceOf(event), first: mark, last: mark, seen, ...nothing },
    event,
  );
};

const add = (record: SessionRecord, event: WatchEvent): SessionRecord => {
  const { sequence, playhead_ms: playheadMs } = event;
  const isLatestPosition = playheadMs !== undefined && sequence > (record.position?.sequence ?? -1);
  return {
    ...record,
    ...(sequence < record.first.sequence && { ...contentAndDeviceOf(event), first: markOf(event) }),
    ...(sequence > record.last.sequence && { last: markOf(event) }),
    ...(isLatestPosition && { position: { sequence, playheadMs } }),
    playingMs: record.playingMs + (event.state === 'playing' ? (event.interval_ms ?? 0) : 0),
    hasRequest: record.hasRequest || event.event === 'play_request',
    hasEnded: record.hasEnded || event.event === 'ended',
  };
};

/** Handles a copy of a known event. The copy changes the record only if the edge received it before the known one. */
const correct = (record: SessionRecord, event: WatchEvent): SessionRecord => {
  const mark = markOf(event);
  const first = earlierCopy(record.first, mark);
  const last = earlierCopy(record.last, mark);
  return first === record.first && last === record.last ? record : { ...record, first, last };
};

const earlierCopy = (known: Mark, copy: Mark): Mark =>
  copy.sequence === known.sequence &&
  (copy.receivedAt < known.receivedAt || (copy.receivedAt === known.receivedAt && copy.at < known.at))
    ? copy
    : known;

const markOf = ({ sequence, received_at, event_ts }: WatchEvent): Mark => ({
  sequence,
  receivedAt: received_at,
  at: event_ts,
});

/** One playback has one title and one device; if a client's events disagree, the first event counts. */
const contentAndDeviceOf = ({ content_id, device_type, stream_type }: WatchEvent) => ({
  contentId: content_id,
  deviceType: device_type,
  isLive: stream_type === 'live',
});
