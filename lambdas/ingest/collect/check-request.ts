import type { EventFamily, SentEvent } from '../../../domain/families';
import { type Acceptance, acceptEvents } from '../../../domain/ingest/accept-events';
import { sentAtIssue } from '../../../domain/ingest/correct-clock';
import { type IsErased, isOfErasedPerson } from '../../../domain/ingest/erased-persons';
import type { RefusalContext } from '../../../domain/ingest/quarantine/quarantine-lines';
import { type RefusedRequest, readRequest } from '../../../domain/ingest/read-request';
import { readBody, type WireBody } from './read-body';

/** One request with events, independent of the service that received it. */
export interface CollectRequest extends WireBody {
  readonly requestId: string;
  /** When the edge received it, epoch ms. */
  readonly receivedAt: number;
  /** Present if a browser sent the request. */
  readonly origin?: string;
  /** The viewer's country according to an edge in front of this one, ISO 3166-1 alpha-2. */
  readonly country?: string;
}

/** A request that is refused as a whole; its events are not checked individually. */
export interface Refusal {
  readonly status: 400 | 403 | 413 | 415;
  readonly field: string;
  readonly reason: string;
  /** The events that could be read, without those of erased persons. */
  readonly events?: readonly unknown[];
  /** How many events were dropped, because they are of erased persons. */
  readonly suppressedCount: number;
  readonly acceptEncoding?: string;
}

/** Where the events of a family are sent to. */
interface EventSink<Sent extends SentEvent, Stored extends SentEvent> {
  readonly family: EventFamily<Sent, Stored>;
  /** `*` allows any origin. A beacon needs no CORS preflight, so the collector itself must check the origin. */
  readonly allowedOrigins: readonly string[];
}

/** What checking a request needs to know. */
interface CheckContext extends RefusalContext {
  readonly isErased: IsErased;
}

/** Checks a request and its events; nothing of an erased person is in the result. */
export const checkRequest = <Sent extends SentEvent, Stored extends SentEvent>(
  request: CollectRequest,
  { family, allowedOrigins }: EventSink<Sent, Stored>,
  context: CheckContext,
): Refusal | Acceptance<Stored> => {
  if (
    request.origin !== undefined &&
    !allowedOrigins.some((allowed) => allowed === '*' || allowed === request.origin)
  ) {
    return { status: 403, field: 'origin', reason: 'is not allowed to send events here', suppressedCount: 0 };
  }
  const text = readBody(request);
  if (typeof text !== 'string') return { ...text, suppressedCount: 0 };
  const envelope = readRequest(family, text);
  if ('reason' in envelope) return withoutErased(envelope, context);
  const issue = sentAtIssue(envelope.sentAt, request.receivedAt);
  if (issue) return withoutErased({ ...issue, status: 400, events: envelope.events }, context);
  return acceptEvents(family, envelope, { ...context, country: request.country });
};

const withoutErased = (refused: RefusedRequest, { family, isErased }: CheckContext): Refusal => {
  if (!refused.events) return { ...refused, suppressedCount: 0 };
  const events = refused.events.filter((event) => !isOfErasedPerson(event, family, isErased));
  return { ...refused, events, suppressedCount: refused.events.length - events.length };
};
