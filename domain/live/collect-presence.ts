import { DEVICE_TYPES } from '../families/viewing';
import { INSTANT_MS, instantAtOrAfter } from './instants';

/** Device class and state of a session at an instant, packed: index into DEVICE_TYPES × 2, plus 1 when rebuffering. */
export type Attributes = number;

/** Who was watching what: per content, session id → attributes. */
export type ContentSessions = Map<string, Map<string, Attributes>>;

/** Per instant, who was watching what, as one batch tells it. */
export type Presence = Map<number, ContentSessions>;

/** Of a viewing event, what presence is made of. */
export interface PresenceEvent {
  readonly session_id: string;
  readonly content_id: string;
  readonly device_type: string;
  /** End of the interval that the event closes, epoch ms. */
  readonly event_ts: number;
  readonly interval_ms?: number;
  readonly state?: string;
}

const DEVICE_INDEX = new Map<string, number>(DEVICE_TYPES.map((device, index) => [device, index]));

/**
 * Adds an event's session to every instant that its interval covers while playing or rebuffering; start ≤ t < end, so
 * that adjoining intervals never both claim an instant. Instants before `openFrom` are closed to it. Adding an event
 * twice, or in another order, changes nothing. Returns how many instants came too late.
 */
export const addToPresence = (presence: Presence, event: PresenceEvent, openFrom: number): number => {
  const { interval_ms: intervalMs, state } = event;
  if (intervalMs === undefined || (state !== 'playing' && state !== 'rebuffering')) return 0;
  const attributes = (DEVICE_INDEX.get(event.device_type) ?? 0) * 2 + (state === 'rebuffering' ? 1 : 0);
  let late = 0;
  for (let t = instantAtOrAfter(event.event_ts - intervalMs); t < event.event_ts; t += INSTANT_MS) {
    if (t < openFrom) late++;
    else addSession(presence, t, event, attributes);
  }
  return late;
};

const addSession = (presence: Presence, instant: number, event: PresenceEvent, attributes: Attributes): void => {
  const contents = presence.get(instant) ?? new Map<string, Map<string, Attributes>>();
  if (contents.size === 0) presence.set(instant, contents);
  const sessions = contents.get(event.content_id) ?? new Map<string, Attributes>();
  if (sessions.size === 0) contents.set(event.content_id, sessions);
  sessions.set(event.session_id, mergeAttributes(sessions.get(event.session_id), attributes));
};

/**
 * Two reports of one session at one instant: rebuffering if either says so, on the device that comes later in the list.
 * No order of arrival matters, and neither count ever goes down.
 */
export const mergeAttributes = (known: Attributes | undefined, reported: Attributes): Attributes =>
  known === undefined ? reported : (Math.max(known >> 1, reported >> 1) << 1) | ((known | reported) & 1);
