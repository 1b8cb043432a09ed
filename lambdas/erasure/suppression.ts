import { ERASED_VIEWERS } from '../../domain/lake';
import type { LakeObjects } from '../lake/lake-objects';

/** Who is left out from now on: curation, the warehouse and the erasure itself read it, as the table `erased_viewers`. */
export const writeSuppression = (
  objects: LakeObjects,
  requestId: string,
  pseudonyms: readonly string[],
  erasedAt: number,
): Promise<void> =>
  objects.writeText(
    suppressionKey(requestId),
    pseudonyms
      .map((viewer_id) => `${JSON.stringify({ viewer_id, request_id: requestId, erased_at: erasedAt })}\n`)
      .join(''),
  );

/** The pseudonyms of a request; throws where there is none. */
export const readSuppression = async (objects: LakeObjects, requestId: string): Promise<readonly string[]> => {
  const text = await objects.readText(suppressionKey(requestId));
  if (text === undefined) throw new Error(`Nobody is suppressed under ${requestId}.`);
  return text
    .trimEnd()
    .split('\n')
    .map((line) => {
      const value: unknown = JSON.parse(line);
      if (typeof value === 'object' && value !== null && 'viewer_id' in value) return String(value.viewer_id);
      throw new Error(`What is suppressed under ${requestId} is not what this pipeline writes.`);
    });
};

const suppressionKey = (requestId: string): string => `${ERASED_VIEWERS.prefix}/${requestId}.json`;
