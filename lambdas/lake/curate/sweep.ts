import { mapConcurrently } from 'aws-clients';
import { beganAt } from '../../../domain/lake/curation';
import { CONTENT_WEEKLY, SESSIONS, TRAINING_EXAMPLES, VIEWING_EVENTS } from '../../../domain/lake/tables';
import type { LakeCatalog, LakePartition } from '../lake-catalog';
import type { LakeObjects } from '../lake-objects';

const CONCURRENT_FOLDERS = 16;

/**
 * Removes the folders of superseded runs, to which no partition points, once the run that replaced them is older than the
 * grace period. Returns how many folders it removed.
 */
export const sweep = async (
  objects: LakeObjects,
  catalog: LakeCatalog,
  graceMs: number,
  now: number,
): Promise<number> => {
  let removed = 0;
  for (const { name, prefix } of [VIEWING_EVENTS, SESSIONS, TRAINING_EXAMPLES, CONTENT_WEEKLY]) {
    const current = new Map((await catalog.partitions(name)).map((partition) => [partition.key, partition]));
    const supersededIn = async (keyFolder: string): Promise<readonly string[]> => {
      const partition = current.get(/=([^/=]*)\/$/.exec(keyFolder)?.[1] ?? '');
      if (!partition || now - beganAt(partition.runId) < graceMs) return [];
      return (await objects.folders(keyFolder)).filter((folder) => isSuperseded(folder, partition));
    };
    const keyFolders = await objects.folders(`${prefix}/`);
    for (const folder of (await mapConcurrently(keyFolders, CONCURRENT_FOLDERS, supersededIn)).flat()) {
      await objects.removeAll(folder);
      removed += 1;
    }
  }
  return removed;
};

/** A folder of a run that began later than the current one is not superseded: the run may still be writing. */
const isSuperseded = (folder: string, { location, runId }: LakePartition): boolean =>
  !location.endsWith(folder) && runIdIn(folder) <= runId;

/** The run id in `…/run=20261124T021500Z-4f2a9c-1/`, without the attempt. */
const runIdIn = (folder: string): string => /run=(.+)-\d+\/$/.exec(folder)?.[1] ?? '';
