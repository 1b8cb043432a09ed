import { setTimeout as delay } from 'node:timers/promises';
import type { StreamReader } from '../../core/ports';
import { type Delivery, deliverBatch } from './kinesis-batch';
import { Lane, toUnsettled, type Unsettled } from './lane';

/** What one read asks for at most. */
const READ_LIMIT = 1_000;

/** What a shard may have read ahead, in bytes of payload; a batch of the largest size still fits. */
const MAX_AHEAD_BYTES = 12 * 1024 * 1024;

/** Reads one shard for one mapping and spreads its records over lanes by partition key. */
export class ShardReader {
  private readonly lanes: readonly Lane[];
  private reading = false;
  /** Reading stopped for want of room: there is more, so the next batch that is settled goes on with it. */
  private behind = false;
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

  /** The sequence number after which a restart would resume: nothing up to it is unfinished in any lane. */
  get checkpoint(): string | undefined {
    const oldest = this.oldest;
    return oldest ? oldest.previous : this.after;
  }

  /** The shard is closed and all of it is settled. */
  get isDone(): boolean {
    return this.ended && this.oldest === undefined;
  }

  /** When the oldest record that is not settled arrived (epoch ms); undefined when there is none. */
  async oldestArrival(): Promise<number | undefined> {
    const oldest = this.oldest;
    if (oldest) return oldest.record.arrivedAt;
    const { records } = await this.streams.read(this.delivery.mapping.sourceArn, this.shardId, this.after, 1);
    return records[0]?.arrivedAt;
  }

  /** Reads until nothing is left or there is no room for more. */
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

  /** Of what is not settled, the record that came first. */
  private get oldest(): Unsettled | undefined {
    let oldest: Unsettled | undefined;
    for (const lane of this.lanes) {
      const candidate = lane.oldest;
      const isOlder = !oldest || (candidate && candidate.record.sequenceNumber < oldest.record.sequenceNumber);
      if (isOlder) oldest = candidate ?? oldest;
    }
    return oldest;
  }

  /** Whether to read on at once. */
  private async readOnce(): Promise<boolean> {
    const { mapping, faults } = this.delivery;
    const room = this.room();
    this.behind = room <= 0;
    if (this.behind) return false;
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
      else lane.kick();
    }
    if (records.length === 0 || ended) this.onProgress(this);
    return records.length > 0 && !ended;
  }

  private progress(): void {
    this.onProgress(this);
    if (this.behind && !this.stopped) void this.fill();
  }

  /** How many records may still be read ahead: two batches a lane, and no more bytes than fit. */
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

/** A hash that spreads well enough over ten lanes, and costs next to nothing. */
const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
};
