import { ERASURE_PHASES, type ErasurePhase } from '../../domain/erasure/erasure';
import type { LakeDate } from '../../domain/lake';
import { Fields } from '../foundation/fields';

const STATUSES = ['running', 'finished', 'failed'] as const;

/** The state of an erasure, as stored in `erasures/runs/<request>.json`. */
export interface ErasureRecord {
  /** The id of the request. */
  readonly id: string;
  readonly status: (typeof STATUSES)[number];
  readonly phase: ErasurePhase;
  /** The last date that is searched: dates of arrival in the first phase, dates of events in the second. */
  readonly through: LakeDate;
  readonly until: LakeDate;
  readonly seconds: number;
  /** Why the last failed attempt failed; null if none has. */
  readonly failure: string | null;
}

export const erasureRecordKey = (requestId: string): string => `erasures/runs/${requestId}.json`;

export const encodeErasureRecord = (record: ErasureRecord): string => JSON.stringify(record, undefined, 2);

export const decodeErasureRecord = (value: unknown): ErasureRecord => {
  const fields = new Fields(value, 'erasure record');
  return {
    id: fields.text('id'),
    status: fields.oneOf('status', STATUSES),
    phase: fields.oneOf('phase', ERASURE_PHASES),
    through: fields.text('through'),
    until: fields.text('until'),
    seconds: fields.integer('seconds'),
    failure: fields.optional('failure', (name) => fields.text(name)) ?? null,
  };
};
