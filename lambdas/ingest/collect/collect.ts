import { createHash } from 'node:crypto';
import type { EventFamily, SentEvent } from '../../../domain/families';
import { type Acceptance, acceptEvents } from '../../../domain/ingest/accept-events';
import { packEvents } from '../../../domain/ingest/pack-events';
import { type Keyring, pseudonymOf } from '../../../domain/ingest/pseudonyms/keyring';
import {
  type RefusalContext,
  refusedEventLines,
  refusedRequestLines,
} from '../../../domain/ingest/quarantine/quarantine-lines';
import { readRequest } from '../../../domain/ingest/read-request';
import type { DurableStore } from './durable-store';
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

/** The answer to the sender. */
export interface CollectAnswer {
  readonly status: 202 | 400 | 403 | 413 | 415 | 503;
  readonly body: object;
  readonly retryAfterSeconds?: number;
  /** Not final: the content codings in which the sender may send the same events again. */
  readonly acceptEncoding?: string;
}

/** The events of one request, as the quality reports need them. */
export interface ReceivedEvents<Stored> {
  /** The accepted events, without copies. */
  readonly events: readonly Stored[];
  /** How many events were accepted, copies included. */
  readonly accepted: number;
  /** How many events were refused; 1 if the request was refused before its events could be read. */
  readonly refused: number;
  /** Epoch ms. */
  readonly receivedAt: number;
}

/** What collecting events of a family reads and writes. */
export interface CollectServices<Sent extends SentEvent, Stored extends SentEvent> {
  readonly family: EventFamily<Sent, Stored>;
  readonly store: DurableStore;
  /** Reports the events to the alarms; never rejects. */
  readonly reportQuality: (received: ReceivedEvents<Stored>) => Promise<void>;
  /** Notes the accepted and refused events in the ledger; rejects if that fails. */
  readonly note: (result: Acceptance<Stored>, context: RefusalContext) => Promise<void>;
  /** Rejects if the keyring cannot be read. */
  readonly keyring: () => Promise<Keyring>;
  /** `*` allows any origin. A beacon needs no CORS preflight, so the collector itself must check the origin. */
  readonly allowedOrigins: readonly string[];
  readonly buckets: number;
  readonly random: () => number;
  /** Called with what prevented a request from being stored. */
  readonly report: (problem: string, error: unknown) => void;
}

/** A request that is refused as a whole; its events are not checked individually. */
interface Refusal {
  readonly status: 400 | 403 | 413 | 415;
  readonly field: string;
  readonly reason: string;
  readonly events?: readonly unknown[];
  readonly acceptEncoding?: string;
}

/**
 * Collects the events of one request. It answers 202, or what is wrong, only once the result is stored durably; otherwise
 * 503.
 */
export const collect = async <Sent extends SentEvent, Stored extends SentEvent>(
  request: CollectRequest,
  services: CollectServices<Sent, Stored>,
): Promise<CollectAnswer> => {
  const keyring = await services.keyring().catch((error: unknown) => {
    services.report('Could not read the pseudonym keyring', error);
    return undefined;
  });
  if (!keyring) return unavailable(services.random);
  const context: RefusalContext = {
    family: services.family,
    requestId: request.requestId,
    receivedAt: request.receivedAt,
    pseudonymOf: (personId) => pseudonymOf(keyring, personId),
  };
  const result = checkRequest(request, services, context);
  const answer = 'status' in result ? refusalAnswer(result) : acceptanceAnswer(result, request.receivedAt);
  const [durable] = await Promise.all([
    'status' in result
      ? services.store.keepRefusals(refusedRequestLines(result, factsOf(request, result.status), context))
      : keep(result, context, services),
    services.reportQuality(receivedEvents(result, request.receivedAt)),
  ]);
  if (!durable) return unavailable(services.random);
  if ('status' in result) return answer;
  // Before the answer, so that the ledger misses no acknowledged event. A failure does not refuse the events.
  await services
    .note(result, context)
    .catch((error: unknown) => services.report('Could not note a request in the ledger', error));
  return answer;
};

const checkRequest = <Sent extends SentEvent, Stored extends SentEvent>(
  request: CollectRequest,
  { family, allowedOrigins }: Pick<CollectServices<Sent, Stored>, 'family' | 'allowedOrigins'>,
  context: RefusalContext,
): Refusal | Acceptance<Stored> => {
  if (
    request.origin !== undefined &&
    !allowedOrigins.some((allowed) => allowed === '*' || allowed === request.origin)
  ) {
    return { status: 403, field: 'origin', reason: 'is not allowed to send events here' };
  }
  const text = readBody(request);
  if (typeof text !== 'string') return text;
  const envelope = readRequest(family, text);
  return 'reason' in envelope ? envelope : acceptEvents(family, envelope, { ...context, country: request.country });
};

const keep = async <Sent extends SentEvent, Stored extends SentEvent>(
  { accepted, refused }: Acceptance<Stored>,
  context: RefusalContext,
  { family, store, buckets }: Pick<CollectServices<Sent, Stored>, 'family' | 'store' | 'buckets'>,
) => {
  const kept = await Promise.all([
    store.keepEvents(packEvents(family, accepted, buckets)),
    store.keepRefusals(refusedEventLines(refused, context)),
  ]);
  return kept.every(Boolean);
};

const receivedEvents = <Stored extends SentEvent>(
  result: Refusal | Acceptance<Stored>,
  receivedAt: number,
): ReceivedEvents<Stored> =>
  'status' in result
    ? { events: [], accepted: 0, refused: result.events?.length ?? 1, receivedAt }
    : { events: result.accepted, accepted: result.acceptedCount, refused: result.refused.length, receivedAt };

const acceptanceAnswer = ({ acceptedCount, refused }: Acceptance, receivedAt: number): CollectAnswer => ({
  status: 202,
  body: {
    received_at: receivedAt,
    accepted: acceptedCount,
    refused: refused.map(({ index, event_id, field, reason }) => ({ index, event_id, field, reason })),
  },
});

const refusalAnswer = ({ status, field, reason, acceptEncoding }: Refusal): CollectAnswer => ({
  status,
  body: { field, reason },
  ...(acceptEncoding !== undefined && { acceptEncoding }),
});

/** Players retry after a random time of a few seconds, not all at once. */
const unavailable = (random: () => number): CollectAnswer => ({
  status: 503,
  body: { field: 'request', reason: 'could not be stored; send the same events again' },
  retryAfterSeconds: 2 + Math.floor(random() * 4),
});

const factsOf = ({ contentType, bytes }: CollectRequest, status: number) => ({
  status,
  contentType,
  bodyBytes: bytes.length,
  bodySha256: createHash('sha256').update(bytes).digest('hex'),
});
