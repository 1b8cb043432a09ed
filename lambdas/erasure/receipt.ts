import type { ErasedStore, RetainedData } from '../../domain/erasure/viewer-stores';
import type { LakeDate } from '../../domain/lake';
import { Fields } from '../foundation/fields';
import { decodeErasedStore, decodeRetainedData } from './viewer-stores';

/**
 * The result of an erasure, as stored in `erasures/receipts/<request>.json`. It names the keys of the pseudonyms, but no
 * viewer.
 */
export interface Receipt {
  /** The id of the request. */
  readonly id: string;
  /** ISO 8601, as `completed_at`. */
  readonly requested_at: string;
  readonly completed_at: string;
  readonly key_ids: readonly string[];
  /** Every store that an erasure empties, with the number of rows or items that it removed. */
  readonly stores: readonly ErasedStore[];
  /** What stays for a while, and until when. */
  readonly retained: readonly RetainedData[];
  /** By table. */
  readonly rows_removed: Readonly<Record<string, number>>;
  /** Dates of arrival whose raw objects were rewritten, and how many objects. */
  readonly arrivals: readonly LakeDate[];
  readonly objects_rewritten: number;
  /** Dates whose curated rows were rewritten. */
  readonly dates: readonly LakeDate[];
  /** Object versions deleted permanently. Steps that were interrupted are not counted. */
  readonly versions_deleted: number;
  readonly features_deleted: number;
}

export const receiptKey = (requestId: string): string => `erasures/receipts/${requestId}.json`;

export const encodeReceipt = (receipt: Receipt): string => JSON.stringify(receipt, undefined, 2);

export const decodeReceipt = (value: unknown): Receipt => {
  const fields = new Fields(value, 'receipt');
  return {
    id: fields.text('id'),
    requested_at: fields.text('requested_at'),
    completed_at: fields.text('completed_at'),
    key_ids: fields.texts('key_ids'),
    stores: fields.list('stores', decodeErasedStore),
    retained: fields.list('retained', decodeRetainedData),
    rows_removed: fields.record('rows_removed', Number),
    arrivals: fields.texts('arrivals'),
    objects_rewritten: fields.integer('objects_rewritten'),
    dates: fields.texts('dates'),
    versions_deleted: fields.integer('versions_deleted'),
    features_deleted: fields.integer('features_deleted'),
  };
};
