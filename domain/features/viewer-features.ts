import { addProfiles, type Profile, profileOf, ranked, type Scores, type WatchedTitle } from './profile';
import type { SessionRecord } from './session-record';
import { summaryOf } from './session-summary';

/** A title that the viewer has begun and not finished. */
interface ContinueWatching {
  readonly contentId: string;
  /** Where to continue. Never beyond the end of the title if the catalog has its duration. */
  readonly positionMs: number;
  /** Null for a title that is not in the catalog. */
  readonly durationMs: number | null;
  /** Epoch ms. */
  readonly lastWatchedAt: number;
  readonly deviceType: string;
}

/** A title that the viewer has watched. */
interface RecentTitle {
  readonly contentId: string;
  /** Null for a title that is not in the catalog. */
  readonly genre: string | null;
  readonly lastWatchedAt: number;
  readonly deviceType: string;
  readonly isFinished: boolean;
}

/** How much a viewer prefers a value: minutes played, with a half-life of 14 days. */
export interface Affinity {
  readonly value: string;
  readonly minutes: number;
}

/** What recommendations know about a viewer. docs/features.md has units, bounds and formulas. */
export interface ViewerFeatures {
  /** False if nothing is known; then everything below is empty. */
  readonly isKnown: boolean;
  /** The most recently watched title first. */
  readonly continueWatching: readonly ContinueWatching[];
  readonly recentTitles: readonly RecentTitle[];
  /** The strongest first. */
  readonly affinities: {
    readonly genre: readonly Affinity[];
    readonly deviceType: readonly Affinity[];
    /** Three hours of the day, UTC, such as 18-21. */
    readonly timeOfDay: readonly Affinity[];
  };
  /** The last 90 days if a rebuild has run; otherwise the last days only. */
  readonly counters: { readonly sessions: number; readonly playingMs: number; readonly completions: number };
  /** Epoch ms; null if nothing was watched. */
  readonly lastWatchedAt: number | null;
  /** Playbacks that ended before this time come from the lake, epoch ms; null before the first rebuild. */
  readonly rebuiltUntil: number | null;
}

/** What is stored about a viewer under one pseudonym. */
export interface StoredViewer {
  /** The stream's records of the playbacks of the last days, in any order. */
  readonly recent: readonly SessionRecord[];
  /** Covers every playback that ended before its `at`. */
  readonly profile?: Profile | undefined;
}

/** How many titles each of the two lists shows. */
const MAX_SHOWN = 20;
/** A title counts as finished from this fraction of its duration on: the rest is credits. */
const FINISHED_FROM = 0.95;

/**
 * Computes a viewer's features at a time from what is stored under each of their pseudonyms. A profile contains the
 * playbacks that ended before its `at`; only later ones are added from the recent playbacks.
 */
export const featuresOf = (stored: readonly StoredViewer[], now: number): ViewerFeatures => {
  const profiles = stored.flatMap(({ profile }) => profile ?? []);
  const since = stored.flatMap(({ recent, profile }) =>
    recent.map(summaryOf).filter(({ endedAt }) => endedAt >= (profile?.at ?? -Infinity)),
  );
  const { titles, genres, devices, timesOfDay, sessions, playingMs, completions } = addProfiles(
    [...profiles, profileOf(since, now)],
    now,
  );
  return {
    isKnown: profiles.length > 0 || stored.some(({ recent }) => recent.length > 0),
    continueWatching: titles.flatMap(toContinue).slice(0, MAX_SHOWN),
    recentTitles: titles.slice(0, MAX_SHOWN).map(toRecentTitle),
    affinities: { genre: affinities(genres), deviceType: affinities(devices), timeOfDay: affinities(timesOfDay) },
    counters: { sessions, playingMs, completions },
    lastWatchedAt: titles[0]?.lastWatchedAt ?? null,
    rebuiltUntil: profiles.length === 0 ? null : Math.min(...profiles.map(({ at }) => at)),
  };
};

const toContinue = (title: WatchedTitle): readonly ContinueWatching[] => {
  const { contentId, positionMs, deviceType, lastWatchedAt, facts } = title;
  if (positionMs === null || isFinished(title)) return [];
  return [{ contentId, positionMs, durationMs: facts.durationMs ?? null, lastWatchedAt, deviceType }];
};

const toRecentTitle = (title: WatchedTitle): RecentTitle => ({
  contentId: title.contentId,
  genre: title.facts.genre ?? null,
  lastWatchedAt: title.lastWatchedAt,
  deviceType: title.deviceType,
  isFinished: isFinished(title),
});

/** A position beyond the end counts as the end. */
const isFinished = ({ isCompleted, positionMs, facts: { durationMs } }: WatchedTitle): boolean =>
  isCompleted || (positionMs !== null && durationMs !== undefined && positionMs >= FINISHED_FROM * durationMs);

/** Rounded to a thousandth of a minute; scores that round to 0 are dropped. */
const affinities = (scores: Scores): readonly Affinity[] =>
  ranked(Object.fromEntries(Object.entries(scores).map(([value, score]) => [value, Math.round(score * 1_000) / 1_000])))
    .map(([value, minutes]) => ({ value, minutes }))
    .filter(({ minutes }) => minutes > 0);
