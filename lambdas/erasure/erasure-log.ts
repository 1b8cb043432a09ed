import { type ErasureRun, spanEnd } from '../../domain/erasure/erasure';
import { erasedStores, retainedData, type ViewerStore } from '../../domain/erasure/viewer-stores';
import { beganAt, dateOf } from '../../domain/lake';
import type { LakeObjects } from '../lake';
import type { ErasureState } from './erasure-answers';
import { decodeErasureRecord, encodeErasureRecord, type ErasureRecord, erasureRecordKey } from './erasure-record';
import { decodeReceipt, encodeReceipt, type Receipt, receiptKey } from './receipt';

/** Records the states and the receipts of erasures in the lake. */
export class ErasureLog {
  constructor(
    private readonly objects: LakeObjects,
    private readonly now: () => number,
  ) {}

  async write(run: ErasureRun, status: ErasureRecord['status'], failure: string | null = null): Promise<ErasureRecord> {
    const record: ErasureRecord = {
      ...{ id: run.requestId, status, phase: run.phase, through: spanEnd(run), until: run.until, failure },
      seconds: Math.round((this.now() - beganAt(run.requestId)) / 1_000),
    };
    await this.objects.writeText(erasureRecordKey(run.requestId), encodeErasureRecord(record));
    return record;
  }

  /** Writes a receipt once: if the step is repeated, the first receipt remains. */
  async writeReceipt({ requestId, keyIds, removed }: ErasureRun, stores: readonly ViewerStore[]): Promise<void> {
    const receipt: Receipt = {
      id: requestId,
      requested_at: new Date(beganAt(requestId)).toISOString(),
      completed_at: new Date(this.now()).toISOString(),
      key_ids: keyIds,
      stores: erasedStores(stores, removed),
      retained: retainedData(stores, dateOf(this.now())),
      rows_removed: removed.rows,
      arrivals: removed.arrivals,
      objects_rewritten: removed.objects,
      dates: removed.dates,
      versions_deleted: removed.versions,
      features_deleted: removed.features,
    };
    await this.objects.create(receiptKey(requestId), encodeReceipt(receipt));
  }

  async hasReceipt(requestId: string): Promise<boolean> {
    return (await this.objects.readText(receiptKey(requestId))) !== undefined;
  }

  /** The state of an erasure; undefined if it was never requested. */
  async read(requestId: string): Promise<ErasureState | undefined> {
    const receipt = await this.objects.readText(receiptKey(requestId));
    if (receipt !== undefined) return { receipt: decodeReceipt(JSON.parse(receipt)) };
    const record = await this.objects.readText(erasureRecordKey(requestId));
    return record === undefined ? undefined : { record: decodeErasureRecord(JSON.parse(record)) };
  }
}
