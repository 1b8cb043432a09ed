import { beganAt, DAY_MS } from '../../../domain/lake';
import type { LakeObjects } from '../../lake/lake-objects';

/** A run that is not over after this was lost: the next night's does its work. */
const LOST_AFTER_MS = DAY_MS;

const RUNS = 'curation/runs/';

/**
 * Whether a run of curation goes on that began before the given one. It may not know who is suppressed since, and of the
 * dates that the given one swaps it would have no say: so it comes to its end first.
 */
export const isUnderWay = async (objects: LakeObjects, before: string, now: number): Promise<boolean> => {
  for (const { key } of await objects.list(RUNS)) {
    const runId = key.slice(RUNS.length, -'.json'.length);
    if (runId >= before || now - beganAt(runId) > LOST_AFTER_MS) continue;
    const record: unknown = JSON.parse((await objects.readText(key)) ?? 'null');
    if (typeof record === 'object' && record !== null && 'status' in record && record.status === 'running') return true;
  }
  return false;
};
