import type { StreamRecord } from '../../core/ports';
import { MAX_PAYLOAD_BYTES, payloadBytes } from './kinesis-event';

/** A record read and not yet settled, with the sequence number before it in its shard: where a restart would resume. */
export interface Unsettled {
  readonly record: StreamRecord;
  readonly previous: string | undefined;
  readonly bytes: number;
}

/** When a batch is taken from a lane, and what then becomes of it. */
export interface LaneSettings {
  readonly batchSize: number;
  readonly windowMs: number;
  /** Resolves when the batch is settled or the source stops; `onSettled` hears of its records in order. */
  readonly deliver: (batch: readonly StreamRecord[], onSettled: (count: number) => void) => Promise<void>;
  /** Called when records have been settled. */
  readonly onProgress: () => void;
}

/** Takes a record of a shard into a lane. */
export const toUnsettled = (record: StreamRecord, previous: string | undefined): Unsettled => ({
  record,
  previous,
  bytes: payloadBytes(record),
});

/**
 * The records of a shard whose partition keys fall to the same lane: at most one batch of them is in flight, so that the
 * order of each key holds. A batch goes when it is full, or when its first record has waited for the batching window.
 */
export class Lane {
  private readonly waiting: Unsettled[] = [];
  private inFlight: readonly Unsettled[] = [];
  private delivering: Promise<void> | undefined;
  private stopped = false;
  /** No more will come: there is nothing to wait for. */
  private closing = false;
  private timer: NodeJS.Timeout | undefined;
  private waitsSince = 0;
  private heldBytes = 0;

  constructor(private readonly settings: LaneSettings) {}

  get oldest(): Unsettled | undefined {
    return this.inFlight[0] ?? this.waiting[0];
  }

  get count(): number {
    return this.waiting.length + this.inFlight.length;
  }

  /** Of payload, of what is not settled. */
  get bytes(): number {
    return this.heldBytes;
  }

  push(item: Unsettled): void {
    if (this.waiting.length === 0) this.waitsSince = Date.now();
    this.waiting.push(item);
    this.heldBytes += item.bytes;
  }

  /** Lets a batch go if one is due. */
  kick(): void {
    if (this.delivering || this.stopped || this.waiting.length === 0) return;
    const waitMs = this.closing || this.isFull() ? 0 : this.waitsSince + this.settings.windowMs - Date.now();
    if (waitMs > 0) {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.kick();
      }, waitMs);
      return;
    }
    clearTimeout(this.timer);
    this.timer = undefined;
    this.delivering = this.deliver();
  }

  /** The shard has ended: what is here goes without waiting for more. */
  close(): void {
    this.closing = true;
    this.kick();
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
    this.waitsSince = Date.now();
    await this.settings.deliver(
      this.inFlight.map(({ record }) => record),
      (count) => this.settle(count),
    );
    this.delivering = undefined;
    this.kick();
  }

  private settle(count: number): void {
    if (count === 0) return;
    for (const { bytes } of this.inFlight.slice(0, count)) this.heldBytes -= bytes;
    this.inFlight = this.inFlight.slice(count);
    this.settings.onProgress();
  }

  private isFull(): boolean {
    return this.waiting.length >= this.settings.batchSize || this.dueCount() < this.waiting.length;
  }

  /** How many of the waiting fit into one batch, by number and by size. */
  private dueCount(): number {
    let bytes = 0;
    const most = Math.min(this.waiting.length, this.settings.batchSize);
    for (let count = 0; count < most; count += 1) {
      bytes += this.waiting[count]?.bytes ?? 0;
      if (bytes > MAX_PAYLOAD_BYTES && count > 0) return count;
    }
    return most;
  }
}
