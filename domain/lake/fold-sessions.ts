import type { PlaybackState, ViewingEvent } from '../families/viewing';
import { dateOf, type LakeDate } from './dates';

/**
 * One row per playback: the reference against which sql/lake/sessions.sql is tested. It has sums only, because ratios are
 * computed from sums. docs/lake.md has each column's formula and its source.
 */
export interface Session {
  readonly session_id: string;
  readonly content_id: string;
  /** Null if the viewer is anonymous. */
  readonly viewer_id: string | null;
  readonly viewer_key_id: string | null;
  readonly device_type: string;
  readonly platform: string | null;
  readonly app_version: string | null;
  readonly country: string | null;
  readonly cdn: string | null;
  readonly stream_type: string;
  readonly experiments: ViewingEvent['experiments'] | null;
  readonly started_at: number;
  readonly ended_at: number;
  readonly last_received_at: number;
  readonly attempted: boolean;
  readonly played: boolean;
  readonly exited_before_start: boolean;
  readonly start_failed: boolean;
  readonly business_stopped: boolean;
  readonly playback_failed: boolean;
  readonly completed: boolean;
  readonly startup_ms: number | null;
  readonly starting_ms: number;
  readonly playing_ms: number;
  readonly rebuffering_ms: number;
  readonly seeking_ms: number;
  readonly paused_ms: number;
  readonly stall_count: number;
  readonly stall_ms: number;
  readonly watched_ms: number;
  readonly media_ms: number;
  readonly rated_media_ms: number;
  readonly bitrate_media: number;
  readonly last_playhead_ms: number | null;
  readonly events: number;
  readonly expected_events: number;
}

/** Folds events into sessions. Each event must occur once; the order does not matter. */
export const foldSessions = (events: readonly ViewingEvent[]): readonly Session[] => {
  const bySession = new Map<string, ViewingEvent[]>();
  for (const event of events) {
    const known = bySession.get(event.session_id);
    if (known) known.push(event);
    else bySession.set(event.session_id, [event]);
  }
  return [...bySession.values()].map((own) => foldSession(own.sort(bySequence)));
};

/** The sessions that began on a date, from the events of that date, the day before and the day after. */
export const sessionsOf = (date: LakeDate, events: readonly ViewingEvent[]): readonly Session[] =>
  foldSessions(events).filter(({ started_at }) => dateOf(started_at) === date);

const foldSession = (events: readonly ViewingEvent[]): Session => {
  const firstValue = <Field extends keyof ViewingEvent>(field: Field) =>
    events.find((event) => event[field] !== undefined)?.[field] ?? null;
  const timeIn = timesIn(events);
  const stallMs = Math.max(timeIn.rebuffering, ...events.map(({ stall_ms = 0 }) => stall_ms));
  const [first] = events as [ViewingEvent];
  return {
    session_id: first.session_id,
    content_id: first.content_id,
    viewer_id: first.viewer_id ?? null,
    viewer_key_id: first.viewer_key_id ?? null,
    device_type: first.device_type,
    platform: firstValue('platform'),
    app_version: firstValue('app_version'),
    country: firstValue('country'),
    cdn: firstValue('cdn'),
    stream_type: first.stream_type,
    experiments: firstValue('experiments'),
    started_at: Math.min(...events.map(({ event_ts }) => event_ts)),
    ended_at: Math.max(...events.map(({ event_ts }) => event_ts)),
    last_received_at: Math.max(...events.map(({ received_at }) => received_at)),
    ...outcomeOf(events),
    startup_ms:
      events.find(({ event, startup_ms }) => event === 'playing' && startup_ms !== undefined)?.startup_ms ?? null,
    starting_ms: timeIn.starting,
    playing_ms: timeIn.playing,
    rebuffering_ms: timeIn.rebuffering,
    seeking_ms: timeIn.seeking,
    paused_ms: timeIn.paused,
    stall_count: Math.max(
      events.filter(({ event }) => event === 'buffer_start').length,
      ...events.map(({ stall_count = 0 }) => stall_count),
    ),
    stall_ms: stallMs,
    watched_ms: timeIn.starting + timeIn.playing + stallMs + timeIn.seeking,
    ...mediaOf(events),
    last_playhead_ms: events.findLast(({ playhead_ms }) => playhead_ms !== undefined)?.playhead_ms ?? null,
    events: new Set(events.map(({ sequence }) => sequence)).size,
    expected_events: Math.max(...events.map(({ sequence }) => sequence)) + 1,
  };
};

/**
 * An attempt has exactly one of four outcomes: played, exited before start, start failed, stopped by a business rule. A
 * session whose play_request was lost is not an attempt and has none.
 */
const outcomeOf = (events: readonly ViewingEvent[]) => {
  const attempted = events.some(({ event }) => event === 'play_request');
  const hasFrame = events.some(showsFrame);
  const fatal = events.filter(({ error_fatal }) => error_fatal === true);
  const hasFailed = fatal.some(({ error_business }) => error_business !== true);
  const played = attempted && hasFrame;
  const isUnstarted = attempted && !hasFrame;
  return {
    attempted,
    played,
    exited_before_start: isUnstarted && fatal.length === 0,
    start_failed: isUnstarted && hasFailed,
    business_stopped: isUnstarted && fatal.length > 0 && !hasFailed,
    playback_failed: attempted && hasFailed,
    completed: played && events.some(({ event }) => event === 'ended'),
  };
};

/** The event of the first frame may be lost, so an event that can only follow it counts too. */
const showsFrame = ({ event, startup_ms, state }: ViewingEvent): boolean =>
  (event === 'playing' && startup_ms !== undefined) || state === 'playing' || state === 'rebuffering';

const timesIn = (events: readonly ViewingEvent[]): Readonly<Record<PlaybackState, number>> => {
  const times = { starting: 0, playing: 0, rebuffering: 0, seeking: 0, paused: 0 };
  for (const { state, interval_ms = 0 } of events) if (state) times[state] += interval_ms;
  return times;
};

/**
 * Media time is time played × rate, rounded to whole ms per interval so that sums do not depend on the order. The bitrate is
 * averaged over the media time for which it is known.
 */
const mediaOf = (events: readonly ViewingEvent[]) => {
  let [media, rated, bitrateMedia] = [0, 0, 0];
  for (const { state, interval_ms = 0, playback_rate = 1, bitrate_kbps } of events) {
    if (state !== 'playing') continue;
    const mediaMs = Math.round(interval_ms * playback_rate);
    media += mediaMs;
    if (bitrate_kbps === undefined) continue;
    rated += mediaMs;
    bitrateMedia += bitrate_kbps * mediaMs;
  }
  return { media_ms: media, rated_media_ms: rated, bitrate_media: bitrateMedia };
};

const bySequence = (one: ViewingEvent, other: ViewingEvent): number =>
  one.sequence - other.sequence || one.event_ts - other.event_ts || (one.event_id < other.event_id ? -1 : 1);
