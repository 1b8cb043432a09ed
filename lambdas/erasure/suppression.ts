import { ERASED_VIEWERS } from '../../domain/lake';
import { Fields } from '../foundation/fields';
import type { LakeObjects } from '../lake';

/*
 * The suppressions: each erasure request has an object of NDJSON with the pseudonyms of the viewer. Curation, the
 * warehouse and the erasure itself read them; in Athena they are the table `erased_viewers`.
 */

/** The prefix of all suppressions. */
export const SUPPRESSIONS_PREFIX = `${ERASED_VIEWERS.prefix}/`;

/** The key of a request's suppression. */
export const suppressionKey = (requestId: string): string => `${SUPPRESSIONS_PREFIX}${requestId}.json`;

/** The request of a suppression, by the key of the suppression. */
export const requestIdOf = (key: string): string => key.slice(SUPPRESSIONS_PREFIX.length).replace(/\.json$/, '');

/** `erasedAt` is in epoch ms. */
const encodeSuppression = (requestId: string, pseudonyms: readonly string[], erasedAt: number): string =>
  pseudonyms
    .map((viewer_id) => `${JSON.stringify({ viewer_id, request_id: requestId, erased_at: erasedAt })}\n`)
    .join('');

/** The pseudonyms in a suppression. Throws for anything else, because a viewer who asked to be erased must not be missed. */
const decodeSuppression = (text: string, key: string): readonly string[] => {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) throw new Error(`Suppression ${key} is empty.`);
  return lines.map((line) => Fields.parse(line, `suppression ${key}`).text('viewer_id'));
};

/** Leaves the pseudonyms out of everything that is curated or loaded from now on. */
export const writeSuppression = (
  objects: LakeObjects,
  requestId: string,
  pseudonyms: readonly string[],
  erasedAt: number,
): Promise<void> => objects.writeText(suppressionKey(requestId), encodeSuppression(requestId, pseudonyms, erasedAt));

/** The pseudonyms in an object; throws if it does not exist. */
export const readSuppression = async (objects: LakeObjects, key: string): Promise<readonly string[]> => {
  const text = await objects.readText(key);
  if (text === undefined) throw new Error(`Suppression ${key} does not exist.`);
  return decodeSuppression(text, key);
};
