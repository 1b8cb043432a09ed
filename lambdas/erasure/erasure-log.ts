import { type ErasureRun, spanEnd } from '../../domain/erasure/erasure';
import { beganAt, type LakeDate } from '../../domain/lake';
import type { LakeObjects } from '../lake/lake-objects';

/** What an erasure came to. It names the keys of the pseudonyms, and no viewer. */
export interface Receipt {
  readonly id: string;
  /** ISO 8601, as `completed_at`. */
  readonly requested_at: string;
  readonly completed_at: string;
  readonly key_ids: readonly string[];
  /** By table. */
  readonly rows_removed: Readonly<Record<string, number>>;
  /** Dates of arrival whose objects of raw were written anew, and how many objects. */
  readonly arrivals: readonly LakeDate[];
  readonly objects_rewritten: number;
  /** Dates whose curated rows were written anew. */
  readonly dates: readonly LakeDate[];
  /** Versions of objects deleted for good, as far as no step was interrupted. */
  readonly versions_deleted: number;
  readonly features_deleted: number;
}

/** How an erasure stands, as `erasures/runs/<id>.json` tells it. */
export interface ErasureRecord {
  readonly id: string;
  readonly status: 'running' | 'finished' | 'failed';
  readonly phase: ErasureRun['phase'];
  /** Looked through up to here: dates of arrival, then dates of events. */
  readonly through: LakeDate;
  readonly until: LakeDate;
  readonly seconds: number;
  /** Why the last attempt that failed did; null where none has. */
  readonly failure: string | null;
}

/** Keeps what erasures did, in the lake beside what they worked on. */
export class ErasureLog {
  constructor(
    private readonly objects: LakeObjects,
    private readonly now: () => number,
  ) {}

  async note(run: ErasureRun, status: ErasureRecord['status'], failure: string | null = null): Promise<ErasureRecord> {
    const record: ErasureRecord = {
      ...{ id: run.requestId, status, phase: run.phase, through: spanEnd(run), until: run.until, failure },
      seconds: Math.round((this.now() - beganAt(run.requestId)) / 1_000),
    };
    await this.objects.writeText(recordKey(run.requestId), toText(record));
    return record;
  }

  /** Once: of a step that is taken twice the first receipt holds. */
  async writeReceipt({ requestId, keyIds, removed }: ErasureRun): Promise<void> {
    const receipt: Receipt = {
      id: requestId,
      requested_at: new Date(beganAt(requestId)).toISOString(),
      completed_at: new Date(this.now()).toISOString(),
      key_ids: keyIds,
      rows_removed: removed.rows,
      arrivals: removed.arrivals,
      objects_rewritten: removed.objects,
      dates: removed.dates,
      versions_deleted: removed.versions,
      features_deleted: removed.features,
    };
    await this.objects.create(receiptKey(requestId), toText(receipt));
  }

  async hasReceipt(requestId: string): Promise<boolean> {
    return (await this.objects.readText(receiptKey(requestId))) !== undefined;
  }

  /** The receipt of an erasure, and until there is one how it stands; undefined for one that nobody asked for. */
  async read(requestId: string): Promise<{ readonly receipt?: unknown; readonly record?: unknown } | undefined> {
    const receipt = await this.objects.readText(receiptKey(requestId));
    if (receipt !== undefined) return { receipt: JSON.parse(receipt) as unknown };
    const record = await this.objects.readText(recordKey(requestId));
    return record === undefined ? undefined : { record: JSON.parse(record) as unknown };
  }
}

const recordKey = (requestId: string): string => `erasures/runs/${requestId}.json`;
const receiptKey = (requestId: string): string => `erasures/receipts/${requestId}.json`;

const toText = (value: Receipt | ErasureRecord): string => JSON.stringify(value, undefined, 2);
