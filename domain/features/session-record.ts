import { addSequence, type Sequences } from './sequences';
import type { WatchEvent } from './watch-event';

/** When an event of a session happened. Of copies of one event, whose clocks were corrected apart, the one received first counts. */
interface Mark {
  readonly sequence: number;
  readonly receivedAt: number;
  /** Epoch ms, by the corrected clock. */
  readonly at: number;
}

/** What the catalog says of a title, as far as features need it. */
export interface TitleFacts {
  readonly genre?: string | undefined;
  readonly durationMs?: number | undefined;
}

/** What the stream has told of one playback so far. The same events give the same record, in any order and however often they come. */
export interface SessionRecord {
  readonly sessionId: string;
  readonly contentId: string;
  readonly deviceType: string;
  readonly isLive: boolean;
  /** The event with the lowest sequence number, and the one with the highest. */
  readonly first: Mark;
  readonly last: Mark;
  /** The position that the event with the highest number told, of those that told one. */
  readonly position?: { readonly sequence: number; readonly playheadMs: number } | undefined;
  /** Which events it is made of: one that comes again adds nothing. */
  readonly seen: Sequences;
  /** Time in the state playing. */
  readonly playingMs: number;
  /** Whether its play_request was among them. */
  readonly hasRequest: boolean;
  readonly hasEnded: boolean;
  readonly facts: TitleFacts;
}

/** How long after its last event the stream's record of a playback is kept: a rebuild may fail for a week and nothing is lost. */
export const RECENT_MS = 8 * 86_400_000;

/**
 * The record with some more events of its playback, and what the catalog says of its title now. A pure fold: any order, any
 * repetition and any cut into batches of the same events give the same record. The very same where they change nothing.
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
  return add({ sessionId: event.session_id, ...aboutOf(event), first: mark, last: mark, seen, ...nothing }, event);
};

const add = (record: SessionRecord, event: WatchEvent): SessionRecord => {
  const { sequence, playhead_ms: playheadMs } = event;
  const isLatestPosition = playheadMs !== undefined && sequence > (record.position?.sequence ?? -1);
  return {
    ...record,
    ...(sequence < record.first.sequence && { ...aboutOf(event), first: markOf(event) }),
    ...(sequence > record.last.sequence && { last: markOf(event) }),
    ...(isLatestPosition && { position: { sequence, playheadMs } }),
    playingMs: record.playingMs + (event.state === 'playing' ? (event.interval_ms ?? 0) : 0),
    hasRequest: record.hasRequest || event.event === 'play_request',
    hasEnded: record.hasEnded || event.event === 'ended',
  };
};

/** A copy of an event that is known: at most it was received before the one that came first here. */
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

/** One playback is of one title on one device; where a client says otherwise, its first event counts. */
const aboutOf = ({ content_id, device_type, stream_type }: WatchEvent) => ({
  contentId: content_id,
  deviceType: device_type,
  isLive: stream_type === 'live',
});
