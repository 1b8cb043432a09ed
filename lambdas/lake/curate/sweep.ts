import { beganAt } from '../../../domain/lake/curation';
import { CONTENT_WEEKLY, SESSIONS, TRAINING_EXAMPLES, VIEWING_EVENTS } from '../../../domain/lake/tables';
import type { LakeCatalog } from '../lake-catalog';
import type { LakeObjects } from '../lake-objects';

const FOLDERS_AT_A_TIME = 16;

/** Removes the folders of runs that no partition points at, once the run that took their place is older than the grace. Returns how many. */
export const sweep = async (
  objects: LakeObjects,
  catalog: LakeCatalog,
  graceMs: number,
  now: number,
): Promise<number> => {
  let removed = 0;
  for (const { name, prefix } of [VIEWING_EVENTS, SESSIONS, TRAINING_EXAMPLES, CONTENT_WEEKLY]) {
    const inUse = new Map((await catalog.partitions(name)).map(({ key, ...partition }) => [key, partition]));
    const keyFolders = await objects.folders(`${prefix}/`);
    for (let at = 0; at < keyFolders.length; at += FOLDERS_AT_A_TIME) {
      const stale = await Promise.all(
        keyFolders.slice(at, at + FOLDERS_AT_A_TIME).map(async (keyFolder) => {
          const current = inUse.get(/=([^/=]*)\/$/.exec(keyFolder)?.[1] ?? '');
          if (!current || now - beganAt(current.runId) < graceMs) return [];
          const runs = await objects.folders(keyFolder);
          // A run that began later than what is in use may still be writing.
          return runs.filter((run) => !current.location.endsWith(run) && runIdIn(run) <= current.runId);
        }),
      );
      for (const folder of stale.flat()) {
        await objects.removeAll(folder);
        removed += 1;
      }
    }
  }
  return removed;
};

/** `…/run=20261124T021500Z-4f2a9c-1/` without its attempt. */
const runIdIn = (folder: string): string => /run=(.+)-\d+\/$/.exec(folder)?.[1] ?? '';
