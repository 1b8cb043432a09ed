/**
 * The throughput of a shard, in every mode of a stream. Source:
 * https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html
 */
const WRITES = { recordsPerSecond: 1_000, bytesPerSecond: 1024 * 1024 } as const;
const READS = { callsPerSecond: 5, bytesPerSecond: 2 * 1024 * 1024 } as const;

/** What a shard accepts per second. */
export class WriteLimit {
  private second = 0;
  private records = 0;
  private bytes = 0;

  /** Whether a record of this size fits into the current second; if it does, counts it. */
  admits(bytes: number, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.records = 0;
      this.bytes = 0;
    }
    if (this.records + 1 > WRITES.recordsPerSecond || this.bytes + bytes > WRITES.bytesPerSecond) return false;
    this.records += 1;
    this.bytes += bytes;
    return true;
  }
}

/** What GetRecords reads from a shard per second. A large answer makes later calls wait, as GetRecords documents. */
export class ReadLimit {
  private second = 0;
  private calls = 0;
  /** The bytes that may still be read; below 0 after a large answer. */
  private budget: number = READS.bytesPerSecond;
  private filledAtMs = 0;

  /** Whether another call fits into the current second; if it does, counts it. */
  admits(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.calls = 0;
    }
    const refill = (Math.max(0, nowMs - this.filledAtMs) / 1000) * READS.bytesPerSecond;
    this.budget = Math.min(READS.bytesPerSecond, this.budget + refill);
    this.filledAtMs = nowMs;
    if (this.calls >= READS.callsPerSecond || this.budget <= 0) return false;
    this.calls += 1;
    return true;
  }

  /** Counts the bytes of an answer. */
  count(bytes: number): void {
    this.budget -= bytes;
  }
}

/** The milliseconds in which one consumer of enhanced fan-out may receive this many bytes from a shard. */
export const fanOutMs = (bytes: number): number => (bytes / READS.bytesPerSecond) * 1000;
