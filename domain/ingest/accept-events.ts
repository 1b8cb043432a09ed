import { isDeepStrictEqual } from 'node:util';
import { type EventFamily, type Issue, isIssue, isUuid, type Reception, type SentEvent } from '../families';
import { type IsErased, isOfErasedPerson, NO_ERASURES } from './erased-persons';
import { correctionOf, timeIssue } from './correct-clock';
import type { RequestEnvelope } from './read-request';

/** An event that was refused, and why. */
export interface RefusedEvent extends Issue {
  /** Position in the request. */
  readonly index: number;
  /** Null if the event has no id that is a UUID. */
  readonly event_id: string | null;
  /** The event as it was sent, with the person's own id: scrub it before it is stored or logged. */
  readonly event: unknown;
}

/** The accepted and the refused events of a request. */
export interface Acceptance<Stored extends SentEvent = SentEvent> {
  /** Identical copies of an event in one request are stored once. */
  readonly accepted: readonly Stored[];
  /** How many events of the request were accepted, copies included. */
  readonly acceptedCount: number;
  /** How many events were dropped, valid or not, because they are of erased persons. */
  readonly suppressedCount: number;
  readonly refused: readonly RefusedEvent[];
}

/** The request's reception, and whom an erasure has removed. */
export interface Admission extends Reception {
  /** @default - no person is erased */
  readonly isErased?: IsErased;
}

/**
 * Drops the events of erased persons, validates each other event separately, corrects its clock and
 * replaces the person's id by a pseudonym: an invalid event does not affect the others.
 */
export const acceptEvents = <Sent extends SentEvent, Stored extends SentEvent>(
  family: EventFamily<Sent, Stored>,
  request: RequestEnvelope,
  reception: Admission,
): Acceptance<Stored> => {
  const { isErased = NO_ERASURES } = reception;
  const clock = correctionOf(request, reception.receivedAt);
  const sent = new Map<string, Sent>();
  const accepted: Stored[] = [];
  const refused: RefusedEvent[] = [];
  let acceptedCount = 0;
  let suppressedCount = 0;
  request.events.forEach((value, index) => {
    if (isOfErasedPerson(value, family, isErased)) {
      suppressedCount++;
      return;
    }
    const parsed = request.textIssues.get(index) ?? family.parse(value, request.keyCounts[index]);
    const result = isIssue(parsed) ? parsed : check(parsed, sent, reception.receivedAt - clock.offsetMs);
    if (isIssue(result)) {
      refused.push({ ...result, index, event_id: eventIdOf(value), event: value });
      return;
    }
    acceptedCount++;
    if (sent.has(result.event_id)) return;
    sent.set(result.event_id, result);
    accepted.push(family.receive(result, clock, reception));
  });
  return { accepted, acceptedCount, suppressedCount, refused };
};

const check = <Sent extends SentEvent>(
  parsed: Sent,
  sent: ReadonlyMap<string, Sent>,
  receivedAtOnClientClock: number,
): Sent | Issue => {
  const event = { ...parsed, event_id: parsed.event_id.toLowerCase() };
  const earlier = sent.get(event.event_id);
  if (earlier && !isDeepStrictEqual(earlier, event)) {
    return { field: 'event_id', reason: 'is also the id of another event of this request' };
  }
  return timeIssue(event.event_ts, receivedAtOnClientClock) ?? event;
};

const eventIdOf = (value: unknown): string | null =>
  typeof value === 'object' && value !== null && 'event_id' in value && isUuid(value.event_id) ? value.event_id : null;
