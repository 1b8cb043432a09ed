import { beganAt, DAY_MS } from '../../../domain/lake';
import { CURATION_RECORDS_PREFIX, decodeCurationRecord, type LakeObjects, runIdOfRecord } from '../../lake';

/** A run that has not ended after this was lost; the run of the next night does its work. */
const LOST_AFTER_MS = DAY_MS;

/**
 * Whether a curation run that began before the given one is still running. It may not know the latest suppressions, and
 * it could not swap partitions that the given run has swapped, so it must end first.
 */
export const hasEarlierCuration = async (objects: LakeObjects, before: string, now: number): Promise<boolean> => {
  for (const { key } of await objects.list(CURATION_RECORDS_PREFIX)) {
    const runId = runIdOfRecord(key);
    if (runId >= before || now - beganAt(runId) > LOST_AFTER_MS) continue;
    const json = await objects.readText(key);
    if (json !== undefined && decodeCurationRecord(json).status === 'running') return true;
  }
  return false;
};
