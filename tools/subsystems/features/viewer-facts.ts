import type { Affinity, ViewerFeatures } from '../../../domain/features';
import { count, counted, span, visible } from '../../console/page/format';
import type { Figure } from '../../console/page/tone';
import type { ViewerView } from './viewer-view';

/** The number of titles that each list shows. */
const SHOWN_TITLES = 8;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/** One title of a list. */
export interface TitleRow {
  readonly title: string;
  readonly contentId: string;
  readonly notes: readonly string[];
  /** The watched part of the title, 0 to 1; null without a bar. */
  readonly share: number | null;
}

/** A list of titles, and the number of titles that are not shown. */
export interface TitleList {
  readonly rows: readonly TitleRow[];
  readonly more: number;
}

/** The affinities of one kind. */
export interface AffinityGroup {
  readonly name: string;
  /** `share` is relative to the largest affinity, 0 to 1. */
  readonly rows: readonly { readonly name: string; readonly minutes: string; readonly share: number }[];
}

/** The texts and the lengths of bars that the panel shows of a viewer. */
export interface ViewerFacts {
  readonly figures: readonly Figure[];
  readonly continueWatching: TitleList;
  readonly recentTitles: TitleList;
  readonly affinities: readonly AffinityGroup[];
}

/** Puts the features of a viewer into words. */
export const viewerFacts = ({ now, lookupMs, features, titles }: ViewerView): ViewerFacts => {
  const nameOf = (contentId: string): string => visible(titles[contentId] ?? contentId);
  const { continueWatching, recentTitles, affinities } = features;
  return {
    figures: figures(features, now, lookupMs),
    continueWatching: shorten(continueWatching, (title) => toContinue(title, nameOf, now)),
    recentTitles: shorten(recentTitles, (title) => toRecent(title, nameOf, now)),
    affinities: [
      { name: 'Genre', rows: bars(affinities.genre) },
      { name: 'Device', rows: bars(affinities.deviceType) },
      { name: 'Time of day, UTC', rows: bars(affinities.timeOfDay) },
    ],
  };
};

/** The time since an instant in one unit: "12 s ago". The clock of a player may be ahead. */
export const ago = (at: number, now: number): string => {
  const ms = now - at;
  if (ms < -MINUTE_MS) return `${span(-ms)} ahead of our clock`;
  if (ms < MINUTE_MS) return `${count(Math.max(0, Math.floor(ms / 1_000)))} s ago`;
  if (ms < HOUR_MS) return `${count(Math.floor(ms / MINUTE_MS))} min ago`;
  return ms < DAY_MS ? `${count(Math.floor(ms / HOUR_MS))} h ago` : `${counted(Math.floor(ms / DAY_MS), 'day')} ago`;
};

/** A position in a title: "7:05", "1:02:03". */
export const position = (ms: number): string => {
  const pad = (value: number): string => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds % 60)}`;
};

const figures = (
  { counters, lastWatchedAt, rebuiltUntil }: ViewerFeatures,
  now: number,
  lookupMs: number,
): readonly Figure[] => [
  ['Playbacks', count(counters.sessions)],
  ['Played', span(counters.playingMs)],
  ['Completed', count(counters.completions)],
  ['Last watched', lastWatchedAt === null ? 'never' : ago(lastWatchedAt, now)],
  ['Rebuilt until', rebuiltUntil === null ? 'not rebuilt yet' : days.format(rebuiltUntil)],
  ['Looked up in', `${lookupMs.toFixed(1)} ms`],
];

type NameOf = (contentId: string) => string;

const toContinue = (
  { contentId, positionMs, durationMs, lastWatchedAt, deviceType }: ViewerFeatures['continueWatching'][number],
  nameOf: NameOf,
  now: number,
): TitleRow => ({
  title: nameOf(contentId),
  contentId: visible(contentId),
  notes: [
    durationMs === null ? position(positionMs) : `${position(positionMs)} of ${position(durationMs)}`,
    toWords(deviceType),
    ago(lastWatchedAt, now),
  ],
  share: durationMs ? Math.min(1, positionMs / durationMs) : null,
});

const toRecent = (
  { contentId, genre, isFinished, deviceType, lastWatchedAt }: ViewerFeatures['recentTitles'][number],
  nameOf: NameOf,
  now: number,
): TitleRow => ({
  title: nameOf(contentId),
  contentId: visible(contentId),
  notes: [
    genre === null ? 'unknown genre' : visible(genre),
    isFinished ? 'finished' : 'not finished',
    toWords(deviceType),
    ago(lastWatchedAt, now),
  ],
  share: null,
});

const bars = (affinities: readonly Affinity[]): AffinityGroup['rows'] => {
  const largest = Math.max(...affinities.map(({ minutes }) => minutes));
  return affinities.map(({ value, minutes }) => ({
    name: toWords(value),
    minutes: minutes.toFixed(1),
    share: minutes / largest,
  }));
};

const shorten = <Title>(titles: readonly Title[], toRow: (title: Title) => TitleRow): TitleList => ({
  rows: titles.slice(0, SHOWN_TITLES).map(toRow),
  more: Math.max(0, titles.length - SHOWN_TITLES),
});

const toWords = (value: string): string => visible(value.replaceAll('_', ' '));
