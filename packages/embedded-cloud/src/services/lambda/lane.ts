import type { StreamRecord } from '../../core/ports';
import { MAX_PAYLOAD_BYTES, payloadBytes } from './kinesis-event';

/** A record that is not settled. `previous` is the sequence number before it in its shard, after which a restart resumes. */
export interface Unsettled {
  readonly record: StreamRecord;
  readonly previous: string | undefined;
  readonly bytes: number;
}

/** When a lane delivers a batch, and how. */
export interface LaneSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  /** Resolves when the batch is settled or the source stops; calls `onSettled` with counts of records, in order. */
  readonly deliver: (batch: readonly StreamRecord[], onSettled: (count: number) => void) => Promise<void>;
  /** Called when records have been settled. */
  readonly onProgress: () => void;
}

/** Wraps a record for a lane. */
export const toUnsettled = (record: StreamRecord, previous: string | undefined): Unsettled => ({
  record,
  previous,
  bytes: payloadBytes(record),
});

/**
 * The records of a shard whose partition keys belong to the same lane. At most one batch of them is in flight, which
 * keeps the order of each key. A batch is delivered when it is full or when its first record has waited for the batching
 * window.
 */
export class Lane {
  private readonly waiting: Unsettled[] = [];
  private inFlight: readonly Unsettled[] = [];
  private delivering: Promise<void> | undefined;
  private stopped = false;
  /** The shard has ended, so batches do not wait for more records. */
  private closing = false;
  private timer: NodeJS.Timeout | undefined;
  private waitingSince = 0;
  private unsettledBytes = 0;

  constructor(private readonly settings: LaneSettings) {}

  get oldest(): Unsettled | undefined {
    return this.inFlight[0] ?? this.waiting[0];
  }

  get count(): number {
    return this.waiting.length + this.inFlight.length;
  }

  /** The size in the payload of all unsettled records. */
  get bytes(): number {
    return this.unsettledBytes;
  }

  push(item: Unsettled): void {
    if (this.waiting.length === 0) this.waitingSince = Date.now();
    this.waiting.push(item);
    this.unsettledBytes += item.bytes;
  }

  /** Delivers a batch if one is due; otherwise waits for the end of the batching window. */
  deliverIfDue(): void {
    if (this.delivering || this.stopped || this.waiting.length === 0) return;
    const waitMs = this.closing || this.isFull() ? 0 : this.waitingSince + this.settings.windowMs - Date.now();
    if (waitMs > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.deliverIfDue();
      }, waitMs);
      return;
    }
    clearTimeout(this.timer);
    this.timer = undefined;
    this.delivering = this.deliver();
  }

  /** Delivers the waiting records without waiting for more, because the shard has ended. */
  close(): void {
    this.closing = true;
    this.deliverIfDue();
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
  }

  /** Resolves when no batch is in flight. */
  async idle(): Promise<void> {
    await this.delivering;
  }

  private async deliver(): Promise<void> {
    this.inFlight = this.waiting.splice(0, this.dueCount());
    this.waitingSince = Date.now();
    await this.settings.deliver(
      this.inFlight.map(({ record }) => record),
      (count) => this.settle(count),
    );
    this.delivering = undefined;
    this.deliverIfDue();
  }

  private settle(count: number): void {
    if (count === 0) return;
    for (const { bytes } of this.inFlight.slice(0, count)) this.unsettledBytes -= bytes;
    this.inFlight = this.inFlight.slice(count);
    this.settings.onProgress();
  }

  private isFull(): boolean {
    return this.waiting.length >= this.settings.batchSize || this.dueCount() < this.waiting.length;
  }

  /** The number of waiting records that fit into one batch, by count and size. */
  private dueCount(): number {
    let bytes = 0;
    const maxCount = Math.min(this.waiting.length, this.settings.batchSize);
    for (let count = 0; count < maxCount; count += 1) {
      bytes += this.waiting[count]?.bytes ?? 0;
      if (bytes > MAX_PAYLOAD_BYTES && count > 0) return count;
    }
    return maxCount;
  }
}
