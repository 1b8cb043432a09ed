import { beginErasure, type ErasureRun } from '../../../domain/erasure/erasure';
import { type Keyring, pseudonymsOf } from '../../../domain/ingest';
import { dateOf, toRunId } from '../../../domain/lake';
import type { ErasureLog } from '../erasure-log';
import type { LakeObjects } from '../../lake/lake-objects';
import { writeSuppression } from '../suppression';

/** What can be asked: who a viewer is here, to erase them, or how an erasure stands. */
export type ErasureRequest =
  | { readonly kind: 'name' | 'erase'; readonly viewerId: string }
  | { readonly kind: 'look'; readonly requestId: string };

/** What requests rest on. */
export interface RequestServices {
  readonly keyring: () => Promise<Keyring>;
  readonly objects: LakeObjects;
  readonly log: ErasureLog;
  readonly send: (run: ErasureRun) => Promise<void>;
  readonly now: () => number;
  /** Keeps two requests of the same second apart. */
  readonly suffix: () => string;
}

/** As long as an id may be that `collect` takes. */
const MAX_ID_LENGTH = 128;

/** Reads an invocation; throws, saying what is wrong with it and never what it holds: errors are logged. */
export const readRequest = (event: unknown): ErasureRequest => {
  const { viewerId, dryRun, requestId } = membersOf(event);
  if (typeof requestId === 'string' && /^[\dTZ]{16}-[\da-f]{6}$/.test(requestId)) return { kind: 'look', requestId };
  if (requestId !== undefined) throw new RangeError('requestId is no id of a request.');
  if (typeof viewerId !== 'string' || viewerId === '' || viewerId.length > MAX_ID_LENGTH) {
    throw new RangeError(`viewerId is not a text of 1 to ${MAX_ID_LENGTH} characters.`);
  }
  if (dryRun !== undefined && typeof dryRun !== 'boolean') throw new RangeError('dryRun is neither true nor false.');
  return { kind: dryRun === true ? 'name' : 'erase', viewerId };
};

/**
 * Answers a request. The viewer's id goes no further than this function: what it stores and sends is the id of the request, and under
 * that the pseudonyms, in the lake. From then on they are left out of what is curated.
 */
export const answerRequest = async (request: ErasureRequest, services: RequestServices): Promise<object> => {
  const { keyring, objects, log, send, now, suffix } = services;
  if (request.kind === 'look') {
    const found = await log.read(request.requestId);
    if (!found) throw new RangeError('Nobody asked for this erasure.');
    return found;
  }
  const pseudonyms = pseudonymsOf(await keyring(), request.viewerId);
  if (request.kind === 'name') return { pseudonyms };
  const requestedAt = now();
  const requestId = toRunId(requestedAt, suffix());
  const run = beginErasure(
    requestId,
    pseudonyms.map(({ keyId }) => keyId),
    dateOf(requestedAt),
  );
  const values = pseudonyms.map(({ value }) => value);
  await writeSuppression(objects, requestId, values, requestedAt);
  await log.note(run, 'running');
  await send(run);
  return { requestId };
};

const membersOf = (event: unknown): Readonly<Record<string, unknown>> =>
  typeof event === 'object' && event !== null ? Object.fromEntries(Object.entries(event)) : {};
