import { count, counted, span, visible } from './format.js';

/** As many of each list as a glance takes in. */
const SHOWN_TITLES = 8;
const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' });

/**
 * What the panel says of a viewer, as words and shares of bars.
 * @param {import('../features-api').ViewerView} view
 */
export const viewerFacts = ({ now, lookupMs, features, titles }) => {
  const nameOf = (contentId) => visible(titles[contentId] ?? contentId);
  const { continueWatching, recentTitles, affinities } = features;
  return {
    figures: figures(features, now, lookupMs),
    continueWatching: capped(continueWatching, (title) => toContinue(title, nameOf, now)),
    recentTitles: capped(recentTitles, (title) => toRecent(title, nameOf, now)),
    affinities: [
      { name: 'Genre', rows: bars(affinities.genre) },
      { name: 'Device', rows: bars(affinities.deviceType) },
      { name: 'Time of day, UTC', rows: bars(affinities.timeOfDay) },
    ],
  };
};

/** Since when, in one unit: "12 s ago"; a viewer's clock may be ahead of ours. */
export const ago = (at, now) => {
  const ms = now - at;
  if (ms < -MINUTE_MS) return `${span(-ms)} ahead of our clock`;
  if (ms < MINUTE_MS) return `${count(Math.max(0, Math.floor(ms / 1_000)))} s ago`;
  if (ms < 60 * MINUTE_MS) return `${count(Math.floor(ms / MINUTE_MS))} min ago`;
  return ms < DAY_MS ? `${count(Math.floor(ms / 3_600_000))} h ago` : `${counted(Math.floor(ms / DAY_MS), 'day')} ago`;
};

/** A place in a title: "7:05", "1:02:03". */
export const position = (ms) => {
  const pad = (value) => String(value).padStart(2, '0');
  const seconds = Math.floor(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}:${pad(minutes)}` : minutes}:${pad(seconds % 60)}`;
};

const figures = ({ counters, lastWatchedAt, rebuiltUntil }, now, lookupMs) => [
  ['Playbacks', count(counters.sessions)],
  ['Played', span(counters.playingMs)],
  ['Completed', count(counters.completions)],
  ['Last watched', lastWatchedAt === null ? 'never' : ago(lastWatchedAt, now)],
  ['Rebuilt until', rebuiltUntil === null ? 'not rebuilt yet' : days.format(rebuiltUntil)],
  ['Looked up in', `${lookupMs.toFixed(1)} ms`],
];

const toContinue = ({ contentId, positionMs, durationMs, lastWatchedAt, deviceType }, nameOf, now) => ({
  title: nameOf(contentId),
  contentId: visible(contentId),
  notes: [
    durationMs === null ? position(positionMs) : `${position(positionMs)} of ${position(durationMs)}`,
    plain(deviceType),
    ago(lastWatchedAt, now),
  ],
  share: durationMs ? Math.min(1, positionMs / durationMs) : null,
});

const toRecent = ({ contentId, genre, isFinished, deviceType, lastWatchedAt }, nameOf, now) => ({
  title: nameOf(contentId),
  contentId: visible(contentId),
  notes: [
    genre === null ? 'no genre known' : visible(genre),
    isFinished ? 'finished' : 'not finished',
    plain(deviceType),
    ago(lastWatchedAt, now),
  ],
  share: null,
});

const bars = (affinities) => {
  const largest = Math.max(...affinities.map(({ minutes }) => minutes));
  return affinities.map(({ value, minutes }) => ({
    name: plain(value),
    minutes: minutes.toFixed(1),
    share: minutes / largest,
  }));
};

const capped = (titles, toRow) => ({
  rows: titles.slice(0, SHOWN_TITLES).map(toRow),
  more: Math.max(0, titles.length - SHOWN_TITLES),
});

const plain = (value) => visible(value.replaceAll('_', ' '));
