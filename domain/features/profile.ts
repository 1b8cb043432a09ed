import type { TitleFacts } from './session-record';
import type { SessionSummary } from './session-summary';

/** Decayed playing time in minutes, by value of a dimension. The half-life is 14 days. */
export type Scores = Readonly<Record<string, number>>;

/** What a viewer last watched of one title. */
export interface WatchedTitle {
  readonly contentId: string;
  /** The latest playback of the title; of two simultaneous ones, the one that played last. */
  readonly sessionId: string;
  readonly deviceType: string;
  readonly lastWatchedAt: number;
  readonly positionMs: number | null;
  readonly isCompleted: boolean;
  readonly facts: TitleFacts;
}

/**
 * The sum of a viewer's playbacks. The rebuild makes a profile of all playbacks that ended before a date; the reader makes
 * another of the playbacks since then.
 */
export interface Profile {
  /** The time to which the scores are decayed, epoch ms. */
  readonly at: number;
  /** Newest first. */
  readonly titles: readonly WatchedTitle[];
  readonly genres: Scores;
  readonly devices: Scores;
  readonly timesOfDay: Scores;
  /** Playbacks with any playing time, their playing time, and the playbacks that reached the end of the title. */
  readonly sessions: number;
  readonly playingMs: number;
  readonly completions: number;
}

/** How many titles a profile keeps: the most recently watched. */
const MAX_TITLES = 40;
/** How many genres a profile keeps: those with the highest scores. */
const MAX_GENRES = 24;
/** The half-life of playing time: after this time, it counts half. */
const HALF_LIFE_MS = 14 * 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** The length of a part of the day; a day has eight parts. */
const PART_HOURS = 3;

/** Sums playbacks, with scores decayed to `at`. Playbacks in which nothing played are ignored. */
export const profileOf = (summaries: readonly SessionSummary[], at: number): Profile => {
  // Sorted, because a sum of floating-point numbers depends on their order.
  const watched = summaries.filter(({ playingMs }) => playingMs > 0).toSorted(byPlayback);
  const scoresBy = (valueOf: (summary: SessionSummary) => string | undefined): Scores => {
    const scores: Record<string, number> = {};
    for (const summary of watched) {
      const value = valueOf(summary);
      if (value === undefined) continue;
      // A client clock that is slightly fast can put a playback into the future: it then counts as ending now.
      const minutes = (summary.playingMs / MINUTE_MS) * decay(Math.max(0, at - summary.endedAt));
      scores[value] = (scores[value] ?? 0) + minutes;
    }
    return scores;
  };
  return {
    at,
    titles: newestTitles(watched.map(titleOf)),
    genres: highest(scoresBy(({ facts }) => facts.genre)),
    devices: scoresBy(({ deviceType }) => deviceType),
    timesOfDay: scoresBy(({ startedAt }) => timeOfDay(startedAt)),
    sessions: watched.length,
    playingMs: watched.reduce((sum, { playingMs }) => sum + playingMs, 0),
    completions: watched.filter(({ isCompleted }) => isCompleted).length,
  };
};

/** Sums profiles that have no playback in common, with scores decayed to `at`. */
export const addProfiles = (profiles: readonly Profile[], at: number): Profile => {
  const sumOf = (scoresOf: (profile: Profile) => Scores): Scores => {
    const sums: Record<string, number> = {};
    for (const profile of profiles) {
      const factor = decay(at - profile.at);
      for (const [value, score] of Object.entries(scoresOf(profile))) sums[value] = (sums[value] ?? 0) + score * factor;
    }
    return sums;
  };
  const total = (countOf: (profile: Profile) => number): number =>
    profiles.reduce((sum, profile) => sum + countOf(profile), 0);
  return {
    at,
    titles: newestTitles(profiles.flatMap(({ titles }) => titles)),
    genres: sumOf(({ genres }) => genres),
    devices: sumOf(({ devices }) => devices),
    timesOfDay: sumOf(({ timesOfDay }) => timesOfDay),
    sessions: total(({ sessions }) => sessions),
    playingMs: total(({ playingMs }) => playingMs),
    completions: total(({ completions }) => completions),
  };
};

/** Three hours in UTC, such as 18-21: events do not contain the viewer's time zone. */
const timeOfDay = (epochMs: number): string => {
  const from = Math.floor(((((epochMs / HOUR_MS) % 24) + 24) % 24) / PART_HOURS) * PART_HOURS;
  return `${pad(from)}-${pad(from + PART_HOURS)}`;
};

const pad = (hour: number): string => String(hour).padStart(2, '0');

/** The weight of playing time of that age. */
const decay = (ageMs: number): number => 2 ** (-ageMs / HALF_LIFE_MS);

const titleOf = (summary: SessionSummary): WatchedTitle => ({
  contentId: summary.contentId,
  sessionId: summary.sessionId,
  deviceType: summary.deviceType,
  lastWatchedAt: summary.lastPlayedAt ?? summary.endedAt,
  positionMs: summary.positionMs,
  isCompleted: summary.isCompleted,
  facts: summary.facts,
});

/** Each title once, with its latest playback. */
const newestTitles = (titles: readonly WatchedTitle[]): readonly WatchedTitle[] => {
  const byContent = new Map<string, WatchedTitle>();
  for (const title of titles.toSorted(byNewest)) {
    if (!byContent.has(title.contentId)) byContent.set(title.contentId, title);
  }
  return [...byContent.values()].slice(0, MAX_TITLES);
};

const highest = (scores: Scores): Scores => Object.fromEntries(ranked(scores).slice(0, MAX_GENRES));

/** Highest score first; equal scores in alphabetical order. */
export const ranked = (scores: Scores): readonly (readonly [string, number])[] =>
  Object.entries(scores).sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));

const byNewest = (one: WatchedTitle, other: WatchedTitle): number =>
  other.lastWatchedAt - one.lastWatchedAt || byPlayback(one, other);

/** The part of a playback's name that differs between the playbacks of one viewer. */
type OwnPlayback = Pick<SessionSummary, 'sessionId' | 'contentId'>;

/** A total order: a session whose title changes is several playbacks. */
const byPlayback = (one: OwnPlayback, other: OwnPlayback): number =>
  compare(one.sessionId, other.sessionId) || compare(one.contentId, other.contentId);

const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
