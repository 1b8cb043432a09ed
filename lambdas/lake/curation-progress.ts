import type { LakeDate } from '../../domain/lake/dates';
import type { LakeObjects } from './lake-objects';

/** What the last daily run of curation had seen. */
const DAILY = 'curation/daily.json';

/** The date of arrival up to which the last daily run has seen, and so the first that it has not written; undefined before the first run. */
export const readSeenThrough = async (objects: LakeObjects): Promise<LakeDate | undefined> => {
  const text = await objects.readText(DAILY);
  const value: unknown = text === undefined ? undefined : JSON.parse(text);
  return typeof value === 'object' && value !== null && 'through' in value ? String(value.through) : undefined;
};

/** Says so when a daily run has come to its end. */
export const writeSeenThrough = (objects: LakeObjects, through: LakeDate): Promise<void> =>
  objects.writeText(DAILY, JSON.stringify({ through }));
