import type { LakeDate } from '../../domain/lake/dates';
import type { WaitingDate } from '../../domain/lake/late-events';
import { Fields } from '../foundation/fields';
import type { LakeObjects } from './lake-objects';

/** Where the progress of daily runs is stored. */
const KEY = 'curation/daily.json';

/** What the last daily run that finished leaves to the next one. */
export interface CurationProgress {
  /** The date of arrival up to which it has curated; the next run starts with it, because more events may have arrived. */
  readonly through: LakeDate;
  /** The dates that wait for a later run. */
  readonly waiting: readonly WaitingDate[];
}

/** The progress of daily runs; undefined before the first run. */
export const readCurationProgress = async (
  objects: Pick<LakeObjects, 'readText'>,
): Promise<CurationProgress | undefined> => {
  const json = await objects.readText(KEY);
  if (json === undefined) return undefined;
  const fields = Fields.parse(json, 'curation progress');
  return {
    through: fields.text('through'),
    waiting: fields.optional('waiting', (name) => fields.list(name, decodeWaitingDate)) ?? [],
  };
};

/** The date of arrival up to which the last daily run has curated. Undefined before the first run. */
export const readCuratedThrough = async (objects: LakeObjects): Promise<LakeDate | undefined> =>
  (await readCurationProgress(objects))?.through;

/** Records the progress of a daily run that has finished. */
export const writeCurationProgress = (objects: LakeObjects, progress: CurationProgress): Promise<void> =>
  objects.writeText(KEY, JSON.stringify(progress));

/** Decodes a waiting date of the progress or of a run. */
export const decodeWaitingDate = (value: unknown): WaitingDate => {
  const fields = new Fields(value, 'waiting date');
  return { date: fields.text('date'), since: fields.text('since'), events: fields.integer('events') };
};
