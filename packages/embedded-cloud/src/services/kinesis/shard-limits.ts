import type { Limits } from '../../core/limits';

/** What a shard accepts per second, in every mode of a stream. */
export class WriteLimit {
  private second = 0;
  private records = 0;
  private bytes = 0;

  constructor(private readonly limits: Limits) {}

  /** Whether a record of this size fits into the current second; if it does, counts it. */
  admits(bytes: number, nowMs: number): boolean {
    const { shardWriteRecords, shardWriteBytes } = this.limits;
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.records = 0;
      this.bytes = 0;
    }
    if (this.records + 1 > shardWriteRecords || this.bytes + bytes > shardWriteBytes) return false;
    this.records += 1;
    this.bytes += bytes;
    return true;
  }
}

/** What GetRecords reads from a shard per second. A large answer makes later calls wait, as GetRecords documents. */
export class ReadLimit {
  private second = 0;
  private calls = 0;
  /** The bytes that were read and that the rate has not made up for. */
  private owed = 0;
  private countedAtMs = 0;

  constructor(private readonly limits: Limits) {}

  /** Whether another call fits into the current second; if it does, counts it. */
  admits(nowMs: number): boolean {
    const { shardReadCalls, shardReadBytes } = this.limits;
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.calls = 0;
    }
    const elapsedMs = nowMs - this.countedAtMs;
    if (elapsedMs > 0) this.owed = Math.max(0, this.owed - (elapsedMs / 1000) * shardReadBytes);
    this.countedAtMs = nowMs;
    if (this.calls >= shardReadCalls || this.owed >= shardReadBytes) return false;
    this.calls += 1;
    return true;
  }

  /** Counts the bytes of an answer. */
  count(bytes: number): void {
    this.owed += bytes;
  }
}

/** The milliseconds in which one consumer of enhanced fan-out may receive this many bytes from a shard. */
export const fanOutMs = (bytes: number, { consumerReadBytes }: Limits): number => (bytes / consumerReadBytes) * 1000;
