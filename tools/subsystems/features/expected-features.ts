import type { ViewerFeatures } from '../../../domain/features';
import type { Content } from '../../../domain/lake';
import type { LoggedSession } from '../../simulator/watch-log';

/*
 * The features that a viewer must have, computed from what their players sent, in the simplest way that follows
 * docs/features.md. It shares no code with the pipeline that it checks.
 */

const HALF_LIFE_DAYS = 14;
const MAX_SHOWN = 20;
const CREDITS_FROM = 0.95;

interface Playback {
  readonly session: LoggedSession;
  readonly content: Content | undefined;
  readonly startedAt: number;
  readonly endedAt: number;
  readonly lastPlayedAt: number;
  readonly playingMs: number;
  readonly isCompleted: boolean;
  readonly positionMs: number | null;
}

/** Like ViewerFeatures, but with unordered affinities and without the field that only a rebuild run sets. */
export interface ExpectedFeatures extends Omit<ViewerFeatures, 'affinities' | 'rebuiltUntil'> {
  readonly affinities: Readonly<Record<keyof ViewerFeatures['affinities'], ReadonlyMap<string, number>>>;
}

/** The features that a viewer with these sessions must have at a time, epoch ms. */
export const expectedFeatures = (
  sessions: readonly LoggedSession[],
  catalog: ReadonlyMap<string, Content>,
  now: number,
): ExpectedFeatures => {
  const playbacks = sessions.map((session) => toPlayback(session, catalog)).filter(({ playingMs }) => playingMs > 0);
  // All viewers leave at one time when a demo stops, so two sessions of a viewer may end together.
  const newest = playbacks.sort(
    (one, other) => other.lastPlayedAt - one.lastPlayedAt || (nameOf(one) < nameOf(other) ? -1 : 1),
  );
  const titles = newest.filter((one, place) => newest.findIndex((other) => idOf(other) === idOf(one)) === place);
  const about = ({ session, lastPlayedAt }: Playback) => ({
    contentId: session.content_id,
    deviceType: session.device_type,
    lastWatchedAt: lastPlayedAt,
  });
  return {
    isKnown: true,
    continueWatching: titles
      .flatMap((one) =>
        one.positionMs === null || isFinished(one)
          ? []
          : [{ ...about(one), positionMs: one.positionMs, durationMs: one.content?.duration_ms ?? null }],
      )
      .slice(0, MAX_SHOWN),
    recentTitles: titles
      .map((one) => ({ ...about(one), genre: one.content?.genre ?? null, isFinished: isFinished(one) }))
      .slice(0, MAX_SHOWN),
    affinities: {
      genre: affinity(playbacks, now, ({ content }) => content?.genre),
      deviceType: affinity(playbacks, now, ({ session }) => session.device_type),
      timeOfDay: affinity(playbacks, now, ({ startedAt }) => threeHours(new Date(startedAt).getUTCHours())),
    },
    counters: {
      sessions: playbacks.length,
      playingMs: playbacks.reduce((sum, { playingMs }) => sum + playingMs, 0),
      completions: playbacks.filter(({ isCompleted }) => isCompleted).length,
    },
    lastWatchedAt: newest[0]?.lastPlayedAt ?? null,
  };
};

const idOf = ({ session }: Playback): string => session.content_id;

const nameOf = ({ session }: Playback): string => `${session.session_id}\n${session.content_id}`;

const toPlayback = (session: LoggedSession, catalog: ReadonlyMap<string, Content>): Playback => {
  const { shiftMs } = session;
  const events = session.events.map((event) => ({ ...event, at: event.at + shiftMs }));
  const ends = events.filter(({ event, error_fatal }) => event === 'quit' || event === 'ended' || error_fatal === true);
  const endedAt = Math.min(...ends.map(({ at }) => at), Math.max(...events.map(({ at }) => at)));
  const requests = events.filter(({ event, at }) => event === 'play_request' && at <= endedAt).map(({ at }) => at);
  const earliest = Math.min(...events.map(({ at, interval_ms = 0 }) => at - interval_ms));
  const startedAt = requests.length > 0 ? Math.min(...requests) : earliest;
  const kept = events.filter(({ at }) => at <= endedAt);
  const played = events
    .filter(({ state, isAd }) => state === 'playing' && !isAd)
    .map(({ at, interval_ms = 0 }) => [Math.max(at - interval_ms, startedAt), Math.min(at, endedAt)] as const)
    .filter(([from, to]) => to > from);
  return {
    session,
    content: catalog.get(session.content_id),
    ...{ startedAt, endedAt },
    lastPlayedAt: Math.max(...played.map(([, to]) => to)),
    playingMs: lengthOf(played),
    isCompleted: requests.length > 0 && kept.some(({ event }) => event === 'ended'),
    positionMs: session.stream_type === 'live' ? null : positionOf(kept, endedAt),
  };
};

/** How much time intervals cover. */
const lengthOf = (intervals: readonly (readonly [number, number])[]): number => {
  let [length, covered] = [0, -Infinity];
  for (const [from, to] of intervals.toSorted(([one], [other]) => one - other)) {
    length += Math.max(0, to - Math.max(from, covered));
    covered = Math.max(covered, to);
  }
  return length;
};

/** The position at the end of what was played last, and what the last event played without a position. */
const positionOf = (events: LoggedSession['events'], endedAt: number): number | null => {
  const playing = events.filter(({ state, isAd, interval_ms = 0 }) => state === 'playing' && !isAd && interval_ms > 0);
  const last = playing.findLast(({ playhead_ms = 0 }) => playhead_ms > 0);
  if (last?.playhead_ms === undefined) return null;
  const end = events.find(
    ({ at, event, error_fatal }) => at === endedAt && (event === 'quit' || event === 'ended' || error_fatal),
  );
  if (!end || !playing.includes(end) || (end.playhead_ms ?? 0) > 0) return last.playhead_ms;
  const unplacedMs = Math.max(0, Math.min(end.interval_ms ?? 0, endedAt - last.at));
  return last.playhead_ms + Math.round(unplacedMs * (end.playback_rate ?? 1));
};

const isFinished = ({ isCompleted, positionMs, content }: Playback): boolean =>
  isCompleted ||
  (positionMs !== null && typeof content?.duration_ms === 'number' && positionMs >= CREDITS_FROM * content.duration_ms);

const threeHours = (hour: number): string => {
  const from = hour - (hour % 3);
  return [from, from + 3].map((one) => String(one).padStart(2, '0')).join('-');
};

const affinity = (
  playbacks: readonly Playback[],
  now: number,
  valueOf: (playback: Playback) => string | undefined,
): ReadonlyMap<string, number> => {
  const minutes = new Map<string, number>();
  for (const playback of playbacks) {
    const value = valueOf(playback);
    const ageDays = Math.max(0, now - playback.endedAt) / 86_400_000;
    const worth = (playback.playingMs / 60_000) * 0.5 ** (ageDays / HALF_LIFE_DAYS);
    if (value !== undefined) minutes.set(value, (minutes.get(value) ?? 0) + worth);
  }
  return minutes;
};
