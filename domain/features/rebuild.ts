import { type Profile, profileOf } from './profile';
import { RECENT_MS, type SessionRecord } from './session-record';
import { type SessionSummary, summaryOf } from './session-summary';
import { addDays, DAY_MS, type LakeDate, startOf } from '../lake';

/** How far back a profile looks. */
const HISTORY_DAYS = 90;
/** The day before is left to the stream: what players that were offline send late is in the lake a day later. */
const LEFT_TO_THE_STREAM_DAYS = 1;

/** Until when a rebuild goes, given the date up to which curation has seen what arrived. */
export const rebuildUntil = (seenThrough: LakeDate): LakeDate => addDays(seenThrough, -LEFT_TO_THE_STREAM_DAYS);

/** What the statement of a rebuild is given. */
export const rebuildParameters = (until: LakeDate): Readonly<Record<string, string | number>> => ({
  first_date: addDays(until, -HISTORY_DAYS),
  last_date: addDays(until, -1),
  until_ms: startOf(until),
});

/** A profile of the playbacks that the lake has of a viewer, by the code that the stream's go through as well. */
export const rebuildProfile = (summaries: readonly SessionSummary[], until: LakeDate): Profile =>
  profileOf(
    summaries.filter(({ endedAt }) => endedAt < startOf(until)),
    startOf(until),
  );

/**
 * The playbacks of a viewer in the lake by which the stream is judged: those of the last day before the profile's end, as
 * far back as the stream keeps any.
 */
export const comparedSessions = (
  summaries: readonly SessionSummary[],
  until: LakeDate,
  now: number,
): readonly SessionSummary[] => {
  const to = startOf(until);
  const from = Math.max(to - DAY_MS, now - RECENT_MS);
  return summaries.filter(({ endedAt, playingMs }) => playingMs > 0 && endedAt >= from && endedAt < to);
};

/** Whether the stream knows a playback otherwise than the lake does, or not at all. */
export const isDrifted = (streamed: SessionRecord | undefined, curated: SessionSummary): boolean =>
  !streamed || !isSame(summaryOf(streamed), curated);

/** Times are not compared: where a clock jumped back, the lake has the latest and the stream the last. */
const isSame = (one: SessionSummary, other: SessionSummary): boolean =>
  one.contentId === other.contentId &&
  one.playingMs === other.playingMs &&
  one.isCompleted === other.isCompleted &&
  one.positionMs === other.positionMs;
