import type { LakeDate } from '../../../domain/lake/dates';
import { Fields } from '../../foundation/fields';
import type { LakeObjects } from '../lake-objects';

/** Where it is stored when the raw objects of a date of arrival were inspected. */
const keyOf = (arrival: LakeDate): string => `curation/inspected/${arrival}.json`;

/** When the last complete inspection of a date of arrival began, epoch ms; undefined if there was none. */
export const readInspectedAt = async (
  objects: Pick<LakeObjects, 'readText'>,
  arrival: LakeDate,
): Promise<number | undefined> => {
  const json = await objects.readText(keyOf(arrival));
  return json === undefined ? undefined : Fields.parse(json, 'inspection').integer('at');
};

/** Records that an inspection that began at this time, epoch ms, is complete. */
export const writeInspectedAt = (
  objects: Pick<LakeObjects, 'writeText'>,
  arrival: LakeDate,
  at: number,
): Promise<void> => objects.writeText(keyOf(arrival), JSON.stringify({ at }));
