import { createHash } from 'node:crypto';
import { VIEWING, type ViewingEvent } from '../../../domain/families/viewing';
import { type Acceptance, acceptEvents } from '../../../domain/ingest/accept-events';
import { packEvents } from '../../../domain/ingest/pack-events';
import { type Keyring, pseudonymOf } from '../../../domain/ingest/pseudonyms/keyring';
import {
  type RefusalContext,
  refusedEventLines,
  refusedRequestLines,
} from '../../../domain/ingest/quarantine/quarantine-lines';
import { readRequest } from '../../../domain/ingest/read-request';
import { toReports } from '../../../domain/quality';
import type { DurableStore } from './durable-store';
import { readBody, type WireBody } from './read-body';

/** One request to `POST /v1/events`, independent of the service that received it. */
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

/** What collecting reads and writes. */
export interface CollectServices {
  readonly store: DurableStore;
  /** Sends one message to the quality queue; rejects if the queue does not accept it. */
  readonly sendQuality: (message: string) => Promise<void>;
  /** Notes the accepted and refused events in the ledger; rejects if that fails. */
  readonly note: (result: Acceptance<ViewingEvent>, context: RefusalContext) => Promise<void>;
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
export const collect = async (request: CollectRequest, services: CollectServices): Promise<CollectAnswer> => {
  const keyring = await services.keyring().catch((error: unknown) => {
    services.report('Could not read the pseudonym keyring', error);
    return undefined;
  });
  if (!keyring) return unavailable(services.random);
  const context: RefusalContext = {
    family: VIEWING,
    requestId: request.requestId,
    receivedAt: request.receivedAt,
    pseudonymOf: (viewerId) => pseudonymOf(keyring, viewerId),
  };
  const result = checkRequest(request, services.allowedOrigins, context);
  const answer = 'status' in result ? refusalAnswer(result) : acceptanceAnswer(result, request.receivedAt);
  const [durable] = await Promise.all([
    'status' in result
      ? services.store.keepRefusals(refusedRequestLines(result, factsOf(request, result.status), context))
      : keep(result, context, services),
    reportQuality(result, request.receivedAt, services),
  ]);
  if (!durable) return unavailable(services.random);
  if (!('status' in result)) await noteInLedger(result, context, services);
  return answer;
};

/**
 * Notes durable events before the answer, so that the ledger misses none that was acknowledged. A failure does not refuse
 * the events.
 */
const noteInLedger = (
  result: Acceptance<ViewingEvent>,
  context: RefusalContext,
  { note, report }: CollectServices,
): Promise<void> =>
  note(result, context).catch((error: unknown) => report('Could not note a request in the ledger', error));

const checkRequest = (
  request: CollectRequest,
  allowedOrigins: readonly string[],
  context: RefusalContext,
): Refusal | Acceptance<ViewingEvent> => {
  if (
    request.origin !== undefined &&
    !allowedOrigins.some((allowed) => allowed === '*' || allowed === request.origin)
  ) {
    return { status: 403, field: 'origin', reason: 'is not allowed to send events here' };
  }
  const text = readBody(request);
  if (typeof text !== 'string') return text;
  const envelope = readRequest(VIEWING, text);
  return 'reason' in envelope ? envelope : acceptEvents(VIEWING, envelope, { ...context, country: request.country });
};

const keep = async (
  { accepted, refused }: Acceptance<ViewingEvent>,
  context: RefusalContext,
  services: CollectServices,
) => {
  const kept = await Promise.all([
    services.store.keepEvents(packEvents(VIEWING, accepted, services.buckets)),
    services.store.keepRefusals(refusedEventLines(refused, context)),
  ]);
  return kept.every(Boolean);
};

/** SQS bills messages by 64 KB. */
const MAX_REPORT_BYTES = 65_536;

/**
 * Reports the quality of the events to the alarms, independent of the stream: a stalled stream must not blind them. The
 * answer does not depend on it, because the events are stored anyway: a failure of the quality queue must not refuse
 * events.
 */
const reportQuality = async (
  result: Refusal | Acceptance<ViewingEvent>,
  receivedAt: number,
  services: CollectServices,
): Promise<void> => {
  const reports =
    'status' in result
      ? toReports([], { accepted: 0, refused: result.events?.length ?? 1 }, receivedAt, MAX_REPORT_BYTES)
      : toReports(
          result.accepted,
          { accepted: result.acceptedCount, refused: result.refused.length },
          receivedAt,
          MAX_REPORT_BYTES,
        );
  const sent = reports.map((report) =>
    services.sendQuality(report).catch((error: unknown) => services.report('Could not send a quality report', error)),
  );
  await Promise.all(sent);
};

const acceptanceAnswer = ({ acceptedCount, refused }: Acceptance<ViewingEvent>, receivedAt: number): CollectAnswer => ({
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
