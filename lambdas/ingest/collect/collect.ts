import { createHash } from 'node:crypto';
import type { EventFamily, SentEvent } from '../../../domain/families';
import type { Acceptance } from '../../../domain/ingest/accept-events';
import { type IsErased, NO_ERASURES } from '../../../domain/ingest/erased-persons';
import { packEvents } from '../../../domain/ingest/pack-events';
import { type Keyring, pseudonymOf } from '../../../domain/ingest/pseudonyms/keyring';
import {
  type RefusalContext,
  refusedEventLines,
  refusedRequestLines,
} from '../../../domain/ingest/quarantine/quarantine-lines';
import type { DurableStore } from './durable-store';
import { checkRequest, type CollectRequest, type Refusal } from './check-request';

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
  /** Rejects if the list of erased viewers cannot be read. */
  readonly isErased: () => Promise<IsErased>;
  /** Called with the number of events that were dropped, because they are of erased viewers. */
  readonly noteSuppressed: (events: number) => void;
  /** `*` allows any origin. A beacon needs no CORS preflight, so the collector itself must check the origin. */
  readonly allowedOrigins: readonly string[];
  readonly buckets: number;
  readonly random: () => number;
  /** Called with what prevented a request from being stored. */
  readonly report: (problem: string, error: unknown) => void;
}

/**
 * Collects the events of one request. It answers 202, or what is wrong, only once the result is stored durably; otherwise
 * 503.
 */
export const collect = async <Sent extends SentEvent, Stored extends SentEvent>(
  request: CollectRequest,
  services: CollectServices<Sent, Stored>,
): Promise<CollectAnswer> => {
  const [keyring, isErased] = await Promise.all([readKeyring(services), readErased(services)]);
  if (!keyring) return unavailable(services.random);
  const context: RefusalContext = {
    family: services.family,
    requestId: request.requestId,
    receivedAt: request.receivedAt,
    pseudonymOf: (personId) => pseudonymOf(keyring, personId),
  };
  const result = checkRequest(request, services, { ...context, isErased });
  if (result.suppressedCount > 0) services.noteSuppressed(result.suppressedCount);
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

/** Undefined if the keyring cannot be read: without pseudonyms, nothing can be stored. */
const readKeyring = ({
  keyring,
  report,
}: Pick<CollectServices<SentEvent, SentEvent>, 'keyring' | 'report'>): Promise<Keyring | undefined> =>
  keyring().catch((error: unknown) => {
    report('Could not read the pseudonym keyring', error);
    return undefined;
  });

/**
 * Without the list of erased viewers, their events are stored: curation, the warehouse and the features leave them out by
 * their pseudonyms. Refusing every request while a table is down would cost all other viewers their events.
 */
const readErased = ({
  isErased,
  report,
}: Pick<CollectServices<SentEvent, SentEvent>, 'isErased' | 'report'>): Promise<IsErased> =>
  isErased().catch((error: unknown) => {
    report('Could not read the suppressed viewers', error);
    return NO_ERASURES;
  });

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

/**
 * The number of accepted events comes first, so that whoever reads the start of a log line sees that a 202 accepted nothing.
 * The number of dropped events lets a sender account for all of its events. It must not send them again.
 */
const acceptanceAnswer = (
  { acceptedCount, suppressedCount, refused }: Acceptance,
  receivedAt: number,
): CollectAnswer => ({
  status: 202,
  body: {
    accepted: acceptedCount,
    received_at: receivedAt,
    refused: refused.map(({ index, event_id, field, reason }) => ({ index, event_id, field, reason })),
    ...(suppressedCount > 0 && { suppressed: suppressedCount }),
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
