import type { TitleFacts } from './session-record';
import type { SessionSummary } from './session-summary';

/** Playing time that counts half after a fortnight, in minutes, by value. */
export type Scores = Readonly<Record<string, number>>;

/** What a viewer watched last of one title. */
export interface WatchedTitle {
  readonly contentId: string;
  /** The latest playback of it; the later one counts where two run at once. */
  readonly sessionId: string;
  readonly deviceType: string;
  readonly lastWatchedAt: number;
  readonly positionMs: number | null;
  readonly isCompleted: boolean;
  readonly facts: TitleFacts;
}

/** Playbacks added up. The rebuild makes one of all that ended before a date; the reader another of what came since. */
export interface Profile {
  /** The scores are those of this time, epoch ms. */
  readonly at: number;
  /** The newest first. */
  readonly titles: readonly WatchedTitle[];
  readonly genres: Scores;
  readonly devices: Scores;
  readonly timesOfDay: Scores;
  /** Playbacks with any picture at all, the time they played, and those that came to the title's end. */
  readonly sessions: number;
  readonly playingMs: number;
  readonly completions: number;
}

/** Titles that a profile keeps: those watched last. */
const MOST_TITLES = 40;
/** Genres that a profile keeps: those that score highest. */
const MOST_GENRES = 24;
/** After this long, time spent counts half. */
const HALF_LIFE_MS = 14 * 86_400_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
/** A day has eight parts. */
const PART_HOURS = 3;

/** Adds playbacks up, with scores as of `at`. Those in which nothing was played count for nothing. */
export const profileOf = (summaries: readonly SessionSummary[], at: number): Profile => {
  // In one order, for sums of fractions depend on it.
  const watched = summaries.filter(({ playingMs }) => playingMs > 0).toSorted(bySession);
  const scoresBy = (valueOf: (summary: SessionSummary) => string | undefined): Scores => {
    const scores: Record<string, number> = {};
    for (const summary of watched) {
      const value = valueOf(summary);
      if (value === undefined) continue;
      // A playback of the future, by a clock that is a little fast, is one of now.
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

/** What several profiles, of playbacks that no two of them share, come to, with scores as of `at`. */
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

/** Three hours in UTC, as 18-21: of a viewer's own clock nobody tells. */
const timeOfDay = (epochMs: number): string => {
  const from = Math.floor(((((epochMs / HOUR_MS) % 24) + 24) % 24) / PART_HOURS) * PART_HOURS;
  return `${pad(from)}-${pad(from + PART_HOURS)}`;
};

const pad = (hour: number): string => String(hour).padStart(2, '0');

/** What time spent that long ago counts for. */
const decay = (ageMs: number): number => 2 ** (-ageMs / HALF_LIFE_MS);

const titleOf = (summary: SessionSummary): WatchedTitle => ({
  contentId: summary.contentId,
  sessionId: summary.sessionId,
  deviceType: summary.deviceType,
  lastWatchedAt: summary.endedAt,
  positionMs: summary.positionMs,
  isCompleted: summary.isCompleted,
  facts: summary.facts,
});

/** Each title once, by its latest playback. */
const newestTitles = (titles: readonly WatchedTitle[]): readonly WatchedTitle[] => {
  const byContent = new Map<string, WatchedTitle>();
  for (const title of titles.toSorted(byNewest)) {
    if (!byContent.has(title.contentId)) byContent.set(title.contentId, title);
  }
  return [...byContent.values()].slice(0, MOST_TITLES);
};

const highest = (scores: Scores): Scores => Object.fromEntries(ranked(scores).slice(0, MOST_GENRES));

/** The highest first; of equals the one that comes first in the alphabet. */
export const ranked = (scores: Scores): readonly (readonly [string, number])[] =>
  Object.entries(scores).sort(([one, a], [other, b]) => b - a || (one < other ? -1 : 1));

const byNewest = (one: WatchedTitle, other: WatchedTitle): number =>
  other.lastWatchedAt - one.lastWatchedAt || (one.sessionId < other.sessionId ? -1 : 1);

const bySession = (one: SessionSummary, other: SessionSummary): number => (one.sessionId < other.sessionId ? -1 : 1);
