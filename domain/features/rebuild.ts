import { type Profile, profileOf } from './profile';
import { RECORD_RETENTION_MS, type SessionRecord } from './session-record';
import { type SessionSummary, summaryOf } from './session-summary';
import { addDays, DAY_MS, type LakeDate, startOf } from '../lake';

/** How many days of history a profile covers. */
const HISTORY_DAYS = 90;
/** The newest curated day is left to the stream: events that offline players send late reach the lake a day later. */
const STREAM_ONLY_DAYS = 1;

/** The end date of a rebuild, exclusive; `seenThrough` is the arrival date up to which curation is complete. */
export const rebuildUntil = (seenThrough: LakeDate): LakeDate => addDays(seenThrough, -STREAM_ONLY_DAYS);

/** The parameters of the rebuild's SQL statement. */
export const rebuildParameters = (until: LakeDate): Readonly<Record<string, string | number>> => ({
  first_date: addDays(until, -HISTORY_DAYS),
  last_date: addDays(until, -1),
  until_ms: startOf(until),
});

/** Builds a profile from a viewer's playbacks in the lake, with the same code as for playbacks from the stream. */
export const rebuildProfile = (summaries: readonly SessionSummary[], until: LakeDate): Profile =>
  profileOf(
    summaries.filter(({ endedAt }) => endedAt < startOf(until)),
    startOf(until),
  );

/**
 * The viewer's playbacks in the lake that are compared with the stream: those of the last day before the profile's end,
 * as far back as the stream keeps records.
 */
export const comparedSessions = (
  summaries: readonly SessionSummary[],
  until: LakeDate,
  now: number,
): readonly SessionSummary[] => {
  const to = startOf(until);
  const from = Math.max(to - DAY_MS, now - RECORD_RETENTION_MS);
  return summaries.filter(({ endedAt, playingMs }) => playingMs > 0 && endedAt >= from && endedAt < to);
};

/** Whether the stream and the lake disagree about a playback, or the stream does not have it. */
export const isDrifted = (streamed: SessionRecord | undefined, curated: SessionSummary): boolean =>
  !streamed || !isSame(summaryOf(streamed), curated);

/** Times are not compared: the stream also sees the copies of an event, so it may know a smaller offset of the clock. */
const isSame = (one: SessionSummary, other: SessionSummary): boolean =>
  one.contentId === other.contentId &&
  one.playingMs === other.playingMs &&
  one.isCompleted === other.isCompleted &&
  one.positionMs === other.positionMs;
