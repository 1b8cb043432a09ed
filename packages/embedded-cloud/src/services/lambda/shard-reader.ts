import { setTimeout as delay } from 'node:timers/promises';
import type { StreamReader } from '../../core/ports';
import { type Delivery, deliverBatch } from './kinesis-batch';
import { Lane, toUnsettled, type Unsettled } from './lane';

/** The maximum number of records per read. */
const READ_LIMIT = 1_000;

/** The limit on records read ahead per shard, in bytes of payload; larger than the largest batch. */
const MAX_AHEAD_BYTES = 12 * 1024 * 1024;

/** Reads one shard for one mapping and spreads its records over lanes by partition key. */
export class ShardReader {
  private readonly lanes: readonly Lane[];
  private reading = false;
  /** Reading stopped because there was no room; it continues when the next batch is settled. */
  private isBacklogged = false;
  private ended = false;
  private stopped = false;

  /** `onProgress` is called when the checkpoint may have moved. */
  constructor(
    readonly shardId: string,
    private after: string | undefined,
    private readonly streams: StreamReader,
    private readonly delivery: Delivery,
    private readonly onProgress: (reader: ShardReader) => void,
  ) {
    const { batchSize, windowMs, parallelization } = delivery.mapping;
    this.lanes = Array.from(
      { length: parallelization },
      () =>
        new Lane({
          batchSize,
          windowMs,
          deliver: (batch, onSettled) => deliverBatch(delivery, shardId, batch, onSettled),
          onProgress: () => this.progress(),
        }),
    );
  }

  /** The sequence number after which a restart resumes: every record up to it is settled. */
  get checkpoint(): string | undefined {
    const oldest = this.oldest;
    return oldest ? oldest.previous : this.after;
  }

  /** Whether the shard is closed and all of its records are settled. */
  get isDone(): boolean {
    return this.ended && this.oldest === undefined;
  }

  /** When the oldest unsettled record arrived, epoch ms; undefined when there is none. */
  async oldestArrival(): Promise<number | undefined> {
    const oldest = this.oldest;
    if (oldest) return oldest.record.arrivedAt;
    const { records } = await this.streams.read(this.delivery.mapping.sourceArn, this.shardId, this.after, 1);
    return records[0]?.arrivedAt;
  }

  /** Reads until no record is left or there is no room for more. */
  async fill(): Promise<void> {
    if (this.reading || this.ended || this.stopped) return;
    this.reading = true;
    try {
      while (await this.readOnce());
    } finally {
      this.reading = false;
    }
  }

  stop(): void {
    this.stopped = true;
    for (const lane of this.lanes) lane.stop();
  }

  /** Resolves when no batch is in flight. */
  async idle(): Promise<void> {
    await Promise.all(this.lanes.map((lane) => lane.idle()));
  }

  /** The unsettled record that arrived first. */
  private get oldest(): Unsettled | undefined {
    let oldest: Unsettled | undefined;
    for (const lane of this.lanes) {
      const candidate = lane.oldest;
      const isOlder = !oldest || (candidate && candidate.record.sequenceNumber < oldest.record.sequenceNumber);
      if (isOlder) oldest = candidate ?? oldest;
    }
    return oldest;
  }

  /** Reads once; returns whether to read again immediately. */
  private async readOnce(): Promise<boolean> {
    const { mapping, faults } = this.delivery;
    const room = this.room();
    this.isBacklogged = room <= 0;
    if (this.isBacklogged) return false;
    const stallMs = faults.stallMs('kinesis');
    if (stallMs > 0) await delay(stallMs);
    if (faults.strikes('kinesis', 'throttle') || faults.strikes('kinesis', 'fail')) return false;
    const { records, ended } = await this.streams.read(
      mapping.sourceArn,
      this.shardId,
      this.after,
      Math.min(READ_LIMIT, room),
    );
    if (this.stopped) return false;
    for (const record of records) {
      if (record.arrivedAt >= mapping.startsAt) this.laneOf(record.partitionKey)?.push(toUnsettled(record, this.after));
      this.after = record.sequenceNumber;
    }
    this.ended = ended;
    for (const lane of this.lanes) {
      if (ended) lane.close();
      else lane.deliverIfDue();
    }
    if (records.length === 0 || ended) this.onProgress(this);
    return records.length > 0 && !ended;
  }

  private progress(): void {
    this.onProgress(this);
    if (this.isBacklogged && !this.stopped) void this.fill();
  }

  /** The number of records that may still be read ahead: two batches per lane, and 0 when the limit on bytes is reached. */
  private room(): number {
    const { batchSize } = this.delivery.mapping;
    let room = 2 * batchSize * this.lanes.length;
    let bytes = MAX_AHEAD_BYTES;
    for (const lane of this.lanes) {
      room -= lane.count;
      bytes -= lane.bytes;
    }
    return bytes > 0 ? room : 0;
  }

  private laneOf(partitionKey: string): Lane | undefined {
    return this.lanes.length === 1 ? this.lanes[0] : this.lanes[fnv1a(partitionKey) % this.lanes.length];
  }
}

/** A cheap hash that distributes keys well enough over ten lanes. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
};
