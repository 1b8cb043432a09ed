import { beginErasure, type ErasureRun } from '../../../domain/erasure/erasure';
import { retainedData, type ViewerStore } from '../../../domain/erasure/viewer-stores';
import { type Keyring, pseudonymsOf, suppressionDigest } from '../../../domain/ingest';
import { dateOf, toRunId } from '../../../domain/lake';
import type { Suppression } from '../../ingest';
import type { LakeObjects } from '../../lake';
import type { ErasureState, PseudonymsAnswer, RequestAnswer } from '../erasure-answers';
import type { ErasureLog } from '../erasure-log';
import { writeSuppression } from '../suppression';

/** What an operator can request: the pseudonyms of a viewer, the erasure of a viewer, or the state of an erasure. */
export type ErasureRequest =
  | { readonly kind: 'pseudonyms' | 'erase'; readonly viewerId: string }
  | { readonly kind: 'state'; readonly requestId: string };

/** What requests read and write. */
export interface RequestServices {
  readonly keyring: () => Promise<Keyring>;
  /** The key of the digests by which collectors recognise erased viewers. */
  readonly suppressionKey: () => Promise<string>;
  /** From a minute later, collectors and readers of the stream drop the viewer's events. */
  readonly suppress: (
    request: { readonly requestId: string; readonly requestedAt: number },
    suppression: Suppression,
  ) => Promise<void>;
  readonly objects: LakeObjects;
  readonly log: ErasureLog;
  /** The stores of the stage that keep data about viewers. */
  readonly stores: readonly ViewerStore[];
  readonly send: (run: ErasureRun) => Promise<void>;
  readonly now: () => number;
  /** Distinguishes requests of the same second. */
  readonly suffix: () => string;
}

/** The longest viewer id that `collect` accepts. */
const MAX_ID_LENGTH = 128;

/** Reads the payload of an invocation; throws with what is wrong with it, but without its values, because errors are logged. */
export const readRequest = (event: unknown): ErasureRequest => {
  const { viewerId, dryRun, requestId } = membersOf(event);
  if (typeof requestId === 'string' && /^[\dTZ]{16}-[\da-f]{6}$/.test(requestId)) return { kind: 'state', requestId };
  if (requestId !== undefined) throw new RangeError('requestId is not the id of a request.');
  if (typeof viewerId !== 'string' || viewerId === '' || viewerId.length > MAX_ID_LENGTH) {
    throw new RangeError(`viewerId is not a string of 1 to ${MAX_ID_LENGTH} characters.`);
  }
  if (dryRun !== undefined && typeof dryRun !== 'boolean') throw new RangeError('dryRun is not a boolean.');
  return { kind: dryRun === true ? 'pseudonyms' : 'erase', viewerId };
};

/**
 * Answers a request. The viewer's id does not leave this function: the queue gets the id of the request, the lake the
 * pseudonyms, which are left out of everything that is curated from then on, and the list of erased viewers also a digest.
 */
export const answerRequest = async (
  request: ErasureRequest,
  services: RequestServices,
): Promise<PseudonymsAnswer | RequestAnswer | ErasureState> => {
  const { keyring, objects, log, stores, now, suffix } = services;
  if (request.kind === 'state') {
    const state = await log.read(request.requestId);
    if (!state) throw new RangeError('There is no erasure with this request id.');
    return state;
  }
  const pseudonyms = pseudonymsOf(await keyring(), request.viewerId);
  const requestedAt = now();
  if (request.kind === 'pseudonyms') return { pseudonyms, retained: retainedData(stores, dateOf(requestedAt)) };
  const requestId = toRunId(requestedAt, suffix());
  const digest = suppressionDigest(await services.suppressionKey(), request.viewerId);
  const run = beginErasure(
    requestId,
    pseudonyms.map(({ keyId }) => keyId),
    dateOf(requestedAt),
  );
  const values = pseudonyms.map(({ value }) => value);
  await writeSuppression(objects, requestId, values, requestedAt);
  await services.suppress({ requestId, requestedAt }, { digest, pseudonyms: values });
  await log.write(run, 'running');
  await services.send(run);
  return { requestId };
};

const membersOf = (event: unknown): Readonly<Record<string, unknown>> =>
  typeof event === 'object' && event !== null ? Object.fromEntries(Object.entries(event)) : {};
