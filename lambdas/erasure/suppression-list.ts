import { SUPPRESSION_LIST_KEY } from '../../domain/erasure/lake-keys';
import { Fields } from '../foundation/fields';
import type { LakeObjects } from '../lake';

/*
 * The suppression list: one object with the pseudonyms of all erased viewers. Readers of the stream drop their events.
 * Without it, events that are in flight during an erasure would recreate what the erasure deletes.
 */

/** How long a reader keeps its copy of the list. An erasure deletes features again when every copy has been refreshed. */
const REFRESH_MS = 60_000;

const decode = (json: string | undefined): readonly string[] =>
  json === undefined ? [] : Fields.parse(json, 'suppression list').texts('viewer_ids');

/** Adds pseudonyms to the list. Requests at the same time do not overwrite each other. */
export const addToSuppressionList = (objects: LakeObjects, pseudonyms: readonly string[]): Promise<void> =>
  objects.update(SUPPRESSION_LIST_KEY, (json) =>
    JSON.stringify({ viewer_ids: [...new Set([...decode(json), ...pseudonyms])] }),
  );

/**
 * The suppressed pseudonyms, at most a minute old. If the list cannot be refreshed, the last copy counts; if there is no
 * copy, the call rejects, so that the caller does not process events of erased viewers.
 */
export const cachedSuppressionList = (
  objects: Pick<LakeObjects, 'readText'>,
  now: () => number,
): (() => Promise<ReadonlySet<string>>) => {
  let known: ReadonlySet<string> | undefined;
  let refreshedAt = -Infinity;
  return async () => {
    if (known && now() < refreshedAt + REFRESH_MS) return known;
    try {
      known = new Set(decode(await objects.readText(SUPPRESSION_LIST_KEY)));
      refreshedAt = now();
    } catch (error) {
      if (!known) throw error;
    }
    return known;
  };
};
