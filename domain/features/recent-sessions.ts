import { foldEvent, type SessionRecord, type TitleFacts } from './session-record';
import type { WatchEvent } from './watch-event';

/** A viewer's latest playbacks, the newest first: what the stream keeps, until the profile from the lake has them. */
export type RecentSessions = readonly SessionRecord[];

/** How long before a viewer's newest event a playback is kept; the rebuild leaves two days to the stream. */
export const RECENT_MS = 4 * 86_400_000;

/** More playbacks than this are kept of nobody: an item stays below 16 KB. */
export const MOST_RECENT_SESSIONS = 64;

/**
 * Takes events of one viewer in. A pure fold: any order, any repetition and any cut into batches of the same events give
 * the same playbacks, for as long as none falls out by age or number. Returns the very same list where nothing changed.
 */
export const foldRecent = (
  recent: RecentSessions,
  events: readonly WatchEvent[],
  factsOf: (contentId: string) => TitleFacts | undefined = () => undefined,
): RecentSessions => {
  const known = new Map(recent.map((record) => [record.sessionId, record]));
  const touched = new Map<string, SessionRecord>();
  for (const event of events) {
    const before = touched.get(event.session_id) ?? known.get(event.session_id);
    const after = foldEvent(before, event);
    if (after !== before) touched.set(event.session_id, after);
  }
  if (touched.size === 0) return recent;
  const told = [...touched.values()].map((record) => ({ ...record, facts: factsOf(record.contentId) ?? record.facts }));
  const kept = newestOf([...recent.filter(({ sessionId }) => !touched.has(sessionId)), ...told]);
  return kept.some(({ sessionId }) => touched.has(sessionId)) ? kept : recent; // else all that is new is too old to keep
};

/** When the viewer's newest event happened, epoch ms. */
export const newestAt = ([newest]: RecentSessions): number => newest?.last.at ?? 0;

/** From when on every playback that the stream has told of is kept, epoch ms. */
export const keptSince = (recent: RecentSessions): number => {
  const byAge = newestAt(recent) - RECENT_MS;
  return recent.length < MOST_RECENT_SESSIONS ? byAge : Math.max(byAge, recent.at(-1)?.last.at ?? 0);
};

const newestOf = (records: readonly SessionRecord[]): RecentSessions => {
  const sorted = records.toSorted(byNewest);
  const oldest = newestAt(sorted) - RECENT_MS;
  return sorted.filter(({ last }) => last.at >= oldest).slice(0, MOST_RECENT_SESSIONS);
};

const byNewest = (one: SessionRecord, other: SessionRecord): number =>
  other.last.at - one.last.at || (one.sessionId < other.sessionId ? -1 : 1);
