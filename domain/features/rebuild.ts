import { addDays, DAY_MS, type LakeDate, startOf } from '../lake/dates';
import { type Profile, profileOf } from './profile';
import { keptSince, type RecentSessions } from './recent-sessions';
import { type SessionSummary, summaryOf } from './session-summary';

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
 * How many of a viewer's playbacks the stream knows otherwise than the lake does: missing, made up, or different. Compared
 * are those of the last day before the profile's end, as far back as the stream keeps them.
 */
export const driftOf = (recent: RecentSessions, summaries: readonly SessionSummary[], until: LakeDate): number => {
  const to = startOf(until);
  const from = Math.max(to - DAY_MS, keptSince(recent));
  const compared = (all: readonly SessionSummary[]): ReadonlyMap<string, SessionSummary> =>
    new Map(
      all
        .filter(({ endedAt, playingMs }) => playingMs > 0 && endedAt >= from && endedAt < to)
        .map((summary) => [summary.sessionId, summary]),
    );
  const streamed = compared(recent.map(summaryOf));
  const curated = compared(summaries);
  const sessionIds = new Set([...streamed.keys(), ...curated.keys()]);
  return [...sessionIds].filter((sessionId) => !isSame(streamed.get(sessionId), curated.get(sessionId))).length;
};

/** Times are not compared: where a clock jumped back, the lake has the latest and the stream the last. */
const isSame = (one: SessionSummary | undefined, other: SessionSummary | undefined): boolean =>
  one?.contentId === other?.contentId &&
  one?.playingMs === other?.playingMs &&
  one?.isCompleted === other?.isCompleted &&
  one?.positionMs === other?.positionMs;
