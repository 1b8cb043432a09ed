import { DEVICE_TYPES } from '../families/viewing';
import { boundsOf, endsPlayback, mergeBounds } from '../playback';
import type { ContentBounds, SessionBounds } from './bounds-codec';
import { INSTANT_MS, instantAtOrAfter } from './instants';
import { sessionHash, viewerTag } from './session-key';

/** Device class and state of a session at an instant, packed: index into DEVICE_TYPES × 2, plus 1 when rebuffering. */
export type Attributes = number;

/** The bits of attributes: more than twice the number of device classes needs. */
const ATTRIBUTE_BITS = 6;
/** More than the number of attribute values. */
export const ATTRIBUTES = 2 ** ATTRIBUTE_BITS;

/** The attributes of a session and the tag of its viewer, packed. */
export type SessionReport = number;

/** The tag of the viewer in a report. */
export const tagOf = (report: SessionReport): number => report >> ATTRIBUTE_BITS;

/** The attributes in a report. */
export const attributesOf = (report: SessionReport): Attributes => report & (ATTRIBUTES - 1);

/**
 * Who was watching what: session → report, by content id. If the viewer changes within a session, a later viewer has the
 * session id, a line feed and their tag as the key.
 */
export type ContentSessions = Map<string, Map<string, SessionReport>>;

/** Who was watching what, by instant, according to one batch. */
export type Presence = Map<number, ContentSessions>;

/** The part of a viewing event that determines presence. */
export interface PresenceEvent {
  readonly event: string;
  readonly session_id: string;
  /** The pseudonym; absent for an anonymous viewer. */
  readonly viewer_id?: string;
  readonly content_id: string;
  readonly device_type: string;
  /** End of the interval that the event closes, epoch ms. */
  readonly event_ts: number;
  readonly interval_ms?: number;
  readonly state?: string;
  /** Present in an ad break: the viewer is counted, and waiting for an ad is no rebuffering of the title. */
  readonly ad_break_id?: string;
  readonly error_fatal?: boolean;
}

const DEVICE_INDEX = new Map<string, number>(DEVICE_TYPES.map((device, index) => [device, index]));

/**
 * Adds an event's session to every instant that its interval covers while playing or rebuffering. An interval covers
 * start ≤ t < end, so two adjacent intervals never cover the same instant. Instants before `openFrom` are closed. Adding
 * an event twice, or in another order, gives the same result. Returns for how many instants the event was late.
 */
export const addToPresence = (presence: Presence, event: PresenceEvent, openFrom: number): number => {
  const { interval_ms: intervalMs, state } = event;
  if (intervalMs === undefined || (state !== 'playing' && state !== 'rebuffering')) return 0;
  const attributes =
    (DEVICE_INDEX.get(event.device_type) ?? 0) * 2 +
    (state === 'rebuffering' && event.ad_break_id === undefined ? 1 : 0);
  let late = 0;
  const report = (viewerTag(event.viewer_id) << ATTRIBUTE_BITS) | attributes;
  for (let t = instantAtOrAfter(event.event_ts - intervalMs); t < event.event_ts; t += INSTANT_MS) {
    if (t < openFrom) late++;
    else addSession(presence, t, event, report);
  }
  return late;
};

/** Adds what an event says about when its playback was requested and ended. */
export const addToBounds = (contents: ContentBounds, event: PresenceEvent): void => {
  if (event.event !== 'play_request' && !endsPlayback(event)) return;
  const { session_id: sessionId, viewer_id: viewerId } = event;
  const sessions = contents.get(event.content_id) ?? new Map<string, SessionBounds>();
  if (sessions.size === 0) contents.set(event.content_id, sessions);
  const tag = viewerTag(viewerId);
  const key = `${sessionId}\n${tag}`;
  const bounds = mergeBounds(sessions.get(key)?.bounds ?? {}, boundsOf(event, event.event_ts));
  sessions.set(key, { session: sessionHash(sessionId, tag), bounds });
};

const addSession = (
  presence: Presence,
  instant: number,
  { content_id: contentId, session_id: sessionId }: PresenceEvent,
  report: SessionReport,
): void => {
  const contents = presence.get(instant) ?? new Map<string, Map<string, Attributes>>();
  if (contents.size === 0) presence.set(instant, contents);
  const sessions = contents.get(contentId) ?? new Map<string, SessionReport>();
  if (sessions.size === 0) contents.set(contentId, sessions);
  const known = sessions.get(sessionId);
  const tag = tagOf(report);
  const isOtherViewer = known !== undefined && tagOf(known) !== tag;
  const key = isOtherViewer ? `${sessionId}\n${tag}` : sessionId;
  const merged = mergeAttributes(isOtherViewer ? sessions.get(key) : known, report);
  sessions.set(key, merged);
};

/**
 * Merges two reports of one session and viewer at one instant: playing if either is, because what was played was seen, and
 * the device class later in the list. The order of arrival does not matter.
 */
export const mergeAttributes = (known: SessionReport | undefined, reported: SessionReport): SessionReport =>
  known === undefined
    ? reported
    : Math.max(known - (known % 2), reported - (reported % 2)) + Math.min(known % 2, reported % 2);
