import { isDeepStrictEqual } from 'node:util';
import { isUuid } from '../families';
import { isIssue, type Issue, parseEvent, type PlayerEvent, type ViewingEvent } from '../families/viewing';
import { clockOffsetMs, timeIssue } from './correct-clock';
import type { RequestEnvelope } from './read-request';

/** A viewer's pseudonym and the id of the key that made it. */
export interface Pseudonym {
  readonly value: string;
  readonly keyId: string;
}

/** What the collector adds to the events of one request. */
export interface Reception {
  /** When the edge received the request, epoch ms. */
  readonly receivedAt: number;
  readonly pseudonymOf: (viewerId: string) => Pseudonym;
  /** Where the viewer is, as the edge knows it: wins over the player's own word. */
  readonly country?: string;
}

/** An event that was refused, and why. */
export interface RefusedEvent extends Issue {
  /** Position in the request. */
  readonly index: number;
  /** Null where the event has none that is a UUID. */
  readonly event_id: string | null;
  /** The event as it came, raw viewer id included: scrub it before it goes anywhere. */
  readonly event: unknown;
}

/** A request's events, told apart. */
export interface Acceptance {
  readonly accepted: readonly ViewingEvent[];
  /** How many events of the request were accepted; one that stands in it twice, alike, is stored once. */
  readonly acceptedCount: number;
  readonly refused: readonly RefusedEvent[];
}

/** Validates each event by itself, corrects its clock and pseudonymises its viewer: one bad event refuses no other. */
export const acceptEvents = (request: RequestEnvelope, reception: Reception): Acceptance => {
  const offsetMs = clockOffsetMs(request.sentAt, reception.receivedAt);
  const sources = new Map<string, PlayerEvent>();
  const accepted: ViewingEvent[] = [];
  const refused: RefusedEvent[] = [];
  let acceptedCount = 0;
  request.events.forEach((value, index) => {
    const parsed = request.textIssues.get(index) ?? parseEvent(value, request.keyCounts[index]);
    const result = isIssue(parsed) ? parsed : check(parsed, sources, reception.receivedAt - offsetMs);
    if (isIssue(result)) {
      refused.push({ ...result, index, event_id: eventIdOf(value), event: value });
      return;
    }
    acceptedCount++;
    if (sources.has(result.event_id)) return;
    sources.set(result.event_id, result);
    accepted.push(receive(result, offsetMs, reception));
  });
  return { accepted, acceptedCount, refused };
};

const check = (
  parsed: PlayerEvent,
  sources: ReadonlyMap<string, PlayerEvent>,
  receivedAtOnClientClock: number,
): PlayerEvent | Issue => {
  const event = { ...parsed, event_id: parsed.event_id.toLowerCase() };
  const earlier = sources.get(event.event_id);
  if (earlier && !isDeepStrictEqual(earlier, event)) {
    return { field: 'event_id', reason: 'is also the id of another event of this request' };
  }
  return timeIssue(event.event_ts, receivedAtOnClientClock) ?? event;
};

const receive = (event: PlayerEvent, offsetMs: number, reception: Reception): ViewingEvent => {
  const pseudonym = reception.pseudonymOf(event.viewer_id);
  return {
    ...event,
    event_ts: event.event_ts + offsetMs,
    viewer_id: pseudonym.value,
    viewer_key_id: pseudonym.keyId,
    received_at: reception.receivedAt,
    ...(offsetMs !== 0 && { client_event_ts: event.event_ts }),
    ...(reception.country !== undefined && { country: reception.country }),
  };
};

const eventIdOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'event_id' in value && isUuid(value.event_id) ? value.event_id : null;
