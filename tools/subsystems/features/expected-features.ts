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
  const newest = playbacks.sort((one, other) => other.endedAt - one.endedAt);
  const titles = newest.filter((one, place) => newest.findIndex((other) => idOf(other) === idOf(one)) === place);
  const about = ({ session, endedAt }: Playback) => ({
    contentId: session.content_id,
    deviceType: session.device_type,
    lastWatchedAt: endedAt,
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
    lastWatchedAt: newest[0]?.endedAt ?? null,
  };
};

const idOf = ({ session }: Playback): string => session.content_id;

const toPlayback = (session: LoggedSession, catalog: ReadonlyMap<string, Content>): Playback => {
  const { events } = session;
  const played = events.filter(({ state }) => state === 'playing').map(({ interval_ms = 0 }) => interval_ms);
  const position = events.findLast(({ playhead_ms }) => playhead_ms !== undefined)?.playhead_ms;
  return {
    session,
    content: catalog.get(session.content_id),
    startedAt: events[0]?.at ?? 0,
    endedAt: events.at(-1)?.at ?? 0,
    playingMs: played.reduce((sum, ms) => sum + ms, 0),
    isCompleted: ['play_request', 'ended'].every((name) => events.some(({ event }) => event === name)),
    positionMs: session.stream_type === 'live' ? null : (position ?? null),
  };
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
