import { DEVICE_TYPES } from '../families/viewing';
import { type Bounds, boundsOf, mergeBounds } from '../playback';
import type { ContentBounds } from './bounds-codec';
import { INSTANT_MS, instantAtOrAfter } from './instants';

/** Device class and state of a session at an instant, packed: index into DEVICE_TYPES × 2, plus 1 when rebuffering. */
export type Attributes = number;

/** Who was watching what: session → attributes, by content id. */
export type ContentSessions = Map<string, Map<string, Attributes>>;

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
  readonly error_fatal?: boolean;
}

/** Pseudonyms are random, so that a few characters tell the viewers of one session apart. */
const VIEWER_CHARACTERS = 8;

/** A session of one viewer as text: if the viewer changes within a session, each has playbacks of their own. */
const sessionText = ({ session_id, viewer_id }: PresenceEvent): string =>
  viewer_id === undefined ? session_id : `${session_id}\n${viewer_id.slice(0, VIEWER_CHARACTERS)}`;

const DEVICE_INDEX = new Map<string, number>(DEVICE_TYPES.map((device, index) => [device, index]));

/**
 * Adds an event's session to every instant that its interval covers while playing or rebuffering. An interval covers
 * start ≤ t < end, so two adjacent intervals never cover the same instant. Instants before `openFrom` are closed. Adding
 * an event twice, or in another order, gives the same result. Returns for how many instants the event was late.
 */
export const addToPresence = (presence: Presence, event: PresenceEvent, openFrom: number): number => {
  const { interval_ms: intervalMs, state } = event;
  if (intervalMs === undefined || (state !== 'playing' && state !== 'rebuffering')) return 0;
  const attributes = (DEVICE_INDEX.get(event.device_type) ?? 0) * 2 + (state === 'rebuffering' ? 1 : 0);
  let late = 0;
  let session: string | undefined;
  for (let t = instantAtOrAfter(event.event_ts - intervalMs); t < event.event_ts; t += INSTANT_MS) {
    if (t < openFrom) late++;
    else addSession(presence, t, event.content_id, (session ??= sessionText(event)), attributes);
  }
  return late;
};

/** Adds what an event says about when its playback was requested and ended. */
export const addToBounds = (contents: ContentBounds, event: PresenceEvent): void => {
  const bounds = boundsOf(event, event.event_ts);
  if (bounds.requestedAt === undefined && bounds.endedAt === undefined) return;
  const session = sessionText(event);
  const sessions = contents.get(event.content_id) ?? new Map<string, Bounds>();
  if (sessions.size === 0) contents.set(event.content_id, sessions);
  sessions.set(session, mergeBounds(sessions.get(session) ?? {}, bounds));
};

const addSession = (
  presence: Presence,
  instant: number,
  contentId: string,
  session: string,
  attributes: Attributes,
): void => {
  const contents = presence.get(instant) ?? new Map<string, Map<string, Attributes>>();
  if (contents.size === 0) presence.set(instant, contents);
  const sessions = contents.get(contentId) ?? new Map<string, Attributes>();
  if (sessions.size === 0) contents.set(contentId, sessions);
  sessions.set(session, mergeAttributes(sessions.get(session), attributes));
};

/**
 * Merges two reports of one session at one instant: playing if either is, because what was played was seen, and the device
 * class later in the list. The order of arrival does not matter.
 */
export const mergeAttributes = (known: Attributes | undefined, reported: Attributes): Attributes =>
  known === undefined ? reported : (Math.max(known >> 1, reported >> 1) << 1) | (known & reported & 1);
