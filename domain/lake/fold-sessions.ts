import type { ViewingEvent } from '../families/viewing';
import {
  type Bounds,
  boundsOf,
  type Claim,
  clientTimeOf,
  clockOf,
  endMarkOf,
  endsPlayback,
  lastPosition,
  limitsOf,
  mergeBounds,
  mergeClocks,
  offsetOf,
  playbackText,
  positionOf,
  spentOn,
  timelineOf,
  type Timeline,
} from '../playback';
import { dateOf, type LakeDate } from './dates';
import type { Session } from './session';

/** An event at its time by the playback's clock, epoch ms. */
interface TimedEvent extends ViewingEvent {
  readonly at: number;
}

/** Folds events into sessions, one per playback. The order of the events does not matter, nor do copies of an event. */
export const foldSessions = (events: readonly ViewingEvent[]): readonly Session[] => {
  const playbacks = groupBy(firstCopies(events), playbackText);
  const sessions = playbacks.map(foldPlayback);
  return groupBy(sessions, ({ session }) => session.session_id).flatMap(withExpectedEvents);
};

/** The sessions that began on a date, from the events of that date, the day before and the day after. */
export const sessionsOf = (date: LakeDate, events: readonly ViewingEvent[]): readonly Session[] =>
  foldSessions(events).filter(({ started_at }) => dateOf(started_at) === date);

const groupBy = <Value>(values: Iterable<Value>, keyOf: (value: Value) => string): Value[][] => {
  const groups = new Map<string, Value[]>();
  for (const value of values) {
    const known = groups.get(keyOf(value));
    if (known) known.push(value);
    else groups.set(keyOf(value), [value]);
  }
  return [...groups.values()];
};

/** Each event once: of copies with one id, the one received first. */
const firstCopies = (events: readonly ViewingEvent[]): Iterable<ViewingEvent> => {
  const first = new Map<string, ViewingEvent>();
  for (const event of events) {
    const known = first.get(event.event_id);
    if (!known || event.received_at < known.received_at) first.set(event.event_id, event);
  }
  return first.values();
};

/** A session and the sequence numbers of its events. */
interface Folded {
  readonly session: Omit<Session, 'expected_events'>;
  readonly firstSequence: number;
  readonly lastSequence: number;
}

const foldPlayback = (events: readonly ViewingEvent[]): Folded => {
  const offsetMs = offsetOf(events.map(clockOf).reduce(mergeClocks));
  const timed = events.map((event) => ({ ...event, at: clientTimeOf(event) + offsetMs })).sort(bySequence);
  const [first] = timed as [TimedEvent];
  const bounds = timed.map((event) => boundsOf(event, event.at)).reduce(mergeBounds);
  const { from, to } = limitsOf(bounds);
  const kept = timed.filter(({ at }) => at <= to);
  const timeline = timelineOf(timed.flatMap(claimOf), bounds);
  const startedAt = from === -Infinity ? Math.min(...timed.map(beginOf)) : from;
  const endedAt = Math.min(to, Math.max(...timed.map(({ at }) => at)));
  const sequences = new Set(events.map(({ sequence }) => sequence));
  const outcome = outcomeOf(kept, from !== -Infinity);
  return {
    firstSequence: Math.min(...sequences),
    lastSequence: Math.max(...sequences),
    session: {
      session_id: first.session_id,
      content_id: first.content_id,
      viewer_id: first.viewer_id ?? null,
      viewer_key_id: first.viewer_key_id ?? null,
      device_type: first.device_type,
      stream_type: first.stream_type,
      ...factsOf(timed),
      started_at: startedAt,
      ended_at: endedAt,
      last_received_at: Math.max(...events.map(({ received_at }) => received_at)),
      ...outcome,
      startup_ms: startupOf(kept, startedAt),
      licence_ms: licenceOf(kept),
      ...timesOf(kept, timeline, endedAt - startedAt),
      ...mediaOf(timed, timeline),
      last_playhead_ms: lastPlayheadOf(kept, bounds),
      remote_playback: remotePlaybackOf(kept),
      ad_breaks: new Set(kept.flatMap(({ ad_break_id }) => ad_break_id ?? [])).size,
      error_code: kept.find(isFatal)?.error_code ?? null,
      events: sequences.size,
      last_played_at: timeline.lastPlayedAt ?? null,
      conflicts: events.length - sequences.size + timed.filter(({ at }) => at > to).length + timeline.overlapping.size,
    },
  };
};

/** What does not change within a playback: of each field the value of the first event that has one. */
const factsOf = (events: readonly ViewingEvent[]) => {
  const firstValue = <Field extends keyof ViewingEvent>(field: Field) =>
    events.find((event) => event[field] !== undefined)?.[field] ?? null;
  return {
    platform: firstValue('platform'),
    app_version: firstValue('app_version'),
    country: firstValue('country'),
    cdn: firstValue('cdn'),
    experiments: firstValue('experiments'),
    view_id: firstValue('view_id'),
    player_name: firstValue('player_name'),
    player_version: firstValue('player_version'),
    drm_system: firstValue('drm_system'),
    network_type: firstValue('network_type'),
  };
};

const beginOf = ({ at, interval_ms = 0 }: TimedEvent): number => at - interval_ms;

const claimOf = (event: TimedEvent): readonly Claim[] => {
  const state = spentOn(event);
  return state === undefined ? [] : [{ eventId: event.event_id, state, from: beginOf(event), to: event.at }];
};

/**
 * An attempt has exactly one of four outcomes: played, exited before start, start failed, stopped by a business rule. A
 * session whose play_request was lost is not an attempt and has none.
 */
const outcomeOf = (events: readonly ViewingEvent[], attempted: boolean) => {
  const hasFrame = events.some(showsFrame);
  const fatal = events.filter(isFatal);
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

const isFatal = (event: ViewingEvent): boolean => event.event === 'error' && endsPlayback(event);

/** The event of the first frame may be lost, so an event that can only follow it counts too. An ad shows no frame of the title. */
const showsFrame = (event: ViewingEvent): boolean =>
  (event.event === 'playing' && event.startup_ms !== undefined) ||
  spentOn(event) === 'playing' ||
  spentOn(event) === 'rebuffering';

/** The startup time that the first frame reports, at most the time since the session began. */
const startupOf = (events: readonly TimedEvent[], startedAt: number): number | null => {
  const frame = events.find(({ event, startup_ms }) => event === 'playing' && startup_ms !== undefined);
  return frame?.startup_ms === undefined ? null : Math.min(frame.startup_ms, Math.max(0, frame.at - startedAt));
};

/** The longest licence of the start. Licences of audio and video are fetched at once; a renewal while playing delays nothing. */
const licenceOf = (events: readonly ViewingEvent[]): number | null => {
  const starting = events.filter((event) => spentOn(event) === 'starting');
  const licences = starting.flatMap(({ licence_ms }) => licence_ms ?? []);
  return licences.length === 0 ? null : Math.max(...licences);
};

const remotePlaybackOf = (events: readonly ViewingEvent[]): boolean | null => {
  const reported = events.flatMap(({ remote_playback }) => remote_playback ?? []);
  return reported.length === 0 ? null : reported.includes(true);
};

/**
 * The time in each state. A player's own total of stalls counts if it is larger, because events may be lost, but only as
 * far as the session's span allows.
 */
const timesOf = (events: readonly ViewingEvent[], { times }: Timeline, spanMs: number) => {
  const reported = Math.max(0, ...events.map(({ stall_ms = 0 }) => stall_ms));
  const possible = Math.max(times.rebuffering, spanMs - times.starting - times.seeking - times.paused - times.ad);
  const stallMs = Math.min(Math.max(times.rebuffering, reported), possible);
  return {
    starting_ms: times.starting,
    playing_ms: times.playing,
    rebuffering_ms: times.rebuffering,
    seeking_ms: times.seeking,
    paused_ms: times.paused,
    ad_ms: times.ad,
    stall_count: Math.max(
      events.filter(({ event, ad_break_id }) => event === 'buffer_start' && ad_break_id === undefined).length,
      ...events.map(({ stall_count = 0 }) => stall_count),
    ),
    stall_ms: stallMs,
    watched_ms: Math.min(times.starting + times.playing + stallMs + times.seeking, spanMs - times.paused - times.ad),
  };
};

/**
 * Media time is the playing time that an event adds × rate, rounded to whole ms per event so that sums do not depend on the
 * order. The bitrate and the live latency are averaged over the media time for which they are known.
 */
const mediaOf = (events: readonly ViewingEvent[], { playedBy }: Timeline) => {
  const sums = { media_ms: 0, rated_media_ms: 0, bitrate_media: 0, known_latency_media_ms: 0, live_latency_media: 0 };
  for (const { event_id, playback_rate = 1, bitrate_kbps, live_latency_ms } of events) {
    const mediaMs = Math.round((playedBy.get(event_id) ?? 0) * playback_rate);
    sums.media_ms += mediaMs;
    if (bitrate_kbps !== undefined) {
      sums.rated_media_ms += mediaMs;
      sums.bitrate_media += bitrate_kbps * mediaMs;
    }
    if (live_latency_ms !== undefined) {
      sums.known_latency_media_ms += mediaMs;
      sums.live_latency_media += live_latency_ms * mediaMs;
    }
  }
  return sums;
};

const lastPlayheadOf = (events: readonly TimedEvent[], { endedAt }: Bounds): number | null => {
  const last = events.flatMap((event) => positionOf(event, event.at) ?? []).at(-1);
  const end = events.find((event) => event.at === endedAt && endsPlayback(event));
  return lastPosition(last, end && endMarkOf(end, end.at));
};

/**
 * Adds how many events a session should have: as many as its highest sequence number says. If the title or the viewer
 * changes within a session, a later playback begins where the one before it ended.
 */
const withExpectedEvents = (playbacks: readonly Folded[]): readonly Session[] => {
  const inOrder = playbacks.toSorted((a, b) => a.firstSequence - b.firstSequence || byName(a.session, b.session));
  return inOrder.map(({ session, lastSequence }, index) => {
    const before = inOrder[index - 1]?.lastSequence ?? -1;
    return { ...session, expected_events: Math.max(session.events, lastSequence - before) };
  });
};

const byName = (a: Folded['session'], b: Folded['session']): number =>
  compareText(a.content_id, b.content_id) || compareText(a.viewer_id ?? '', b.viewer_id ?? '');

const compareText = (one: string, other: string): number => (one < other ? -1 : Number(one > other));

const bySequence = (one: TimedEvent, other: TimedEvent): number =>
  one.sequence - other.sequence || one.at - other.at || compareText(one.event_id, other.event_id);
