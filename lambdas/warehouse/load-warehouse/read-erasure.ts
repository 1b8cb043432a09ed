import type { LakeObjects } from '../../lake/lake-objects';
import type { Erasure } from './statements';

/**
 * Reads a request of erasure as the lake has it: a JSON object a line, with a `viewer_id`. Throws for anything else: who
 * asked to be erased must not stay because of a slip.
 */
export const readErasure = async (objects: LakeObjects, key: string): Promise<Erasure> => {
  const lines = ((await objects.readText(key)) ?? '').split('\n').filter((line) => line.trim() !== '');
  const viewers = lines.flatMap((line) => viewerIn(JSON.parse(line)) ?? []);
  if (viewers.length === 0 || viewers.length < lines.length) throw new Error(`${key} is no request of erasure.`);
  return { key, viewers };
};

const viewerIn = (request: unknown): string | undefined => {
  if (typeof request !== 'object' || request === null || !('viewer_id' in request)) return undefined;
  return typeof request.viewer_id === 'string' ? request.viewer_id : undefined;
};
