import type { LakeDate } from '../../domain/lake/dates';
import { Fields } from '../foundation/fields';

const STATUSES = ['running', 'finished', 'failed'] as const;

/** The state of a curation run, as stored in `curation/runs/<run>.json`. */
export interface CurationRecord {
  readonly runId: string;
  readonly status: (typeof STATUSES)[number];
  /** The dates that the run rewrites; null until they are found. */
  readonly dates: readonly LakeDate[] | null;
  readonly step: number;
  readonly steps: number;
  readonly seconds: number;
  /** Why the last failed attempt failed; null if none has. */
  readonly failure: string | null;
}

/** The prefix of all records. */
export const CURATION_RECORDS_PREFIX = 'curation/runs/';

/** The key of a run's record. */
export const curationRecordKey = (runId: string): string => `${CURATION_RECORDS_PREFIX}${runId}.json`;

/** The run to which a record belongs. */
export const runIdOfRecord = (key: string): string => key.slice(CURATION_RECORDS_PREFIX.length, -'.json'.length);

export const encodeCurationRecord = (record: CurationRecord): string => JSON.stringify(record, undefined, 2);

export const decodeCurationRecord = (json: string): CurationRecord => {
  const fields = Fields.parse(json, 'curation record');
  return {
    runId: fields.text('runId'),
    status: fields.oneOf('status', STATUSES),
    dates: fields.optional('dates', (name) => fields.texts(name)) ?? null,
    step: fields.integer('step'),
    steps: fields.integer('steps'),
    seconds: fields.integer('seconds'),
    failure: fields.optional('failure', (name) => fields.text(name)) ?? null,
  };
};
