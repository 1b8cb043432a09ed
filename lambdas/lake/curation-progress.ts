import type { LakeDate } from '../../domain/lake/dates';
import { Fields } from '../foundation/fields';
import type { LakeObjects } from './lake-objects';

/** Where the progress of daily runs is stored. */
const KEY = 'curation/daily.json';

/**
 * The date of arrival up to which the last daily run has curated; the next run starts with it, because more events may have
 * arrived on it. Undefined before the first run.
 */
export const readCuratedThrough = async (objects: LakeObjects): Promise<LakeDate | undefined> => {
  const json = await objects.readText(KEY);
  return json === undefined ? undefined : Fields.parse(json, 'curation progress').text('through');
};

/** Records the progress of a daily run that has finished. */
export const writeCuratedThrough = (objects: LakeObjects, through: LakeDate): Promise<void> =>
  objects.writeText(KEY, JSON.stringify({ through }));
