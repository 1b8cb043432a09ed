import { join } from 'node:path';
import { ShardLog } from './shard-log';

/** The metadata of a shard. Hash keys have 32 hexadecimal digits. */
export interface ShardState {
  readonly shardId: string;
  readonly startHash: string;
  readonly endHash: string;
  readonly parentShardIds: readonly string[];
  readonly startingSequence: number;
  /** Set when the shard is closed. */
  readonly endingSequence?: number;
}

const RECORDS_PER_SECOND = 1_000;
const BYTES_PER_SECOND = 1024 * 1024;

/** A range of hash keys with its log and its limits per second. */
export class Shard {
  readonly log: ShardLog;
  private second = 0;
  private records = 0;
  private bytes = 0;

  constructor(
    folder: string,
    public state: ShardState,
  ) {
    this.log = new ShardLog(join(folder, state.shardId));
  }

  get isOpen(): boolean {
    return this.state.endingSequence === undefined;
  }

  /** Whether a record of this size fits into the current second of a provisioned shard; if it does, counts it. */
  admits(bytes: number, nowMs: number): boolean {
    const second = Math.floor(nowMs / 1000);
    if (second !== this.second) {
      this.second = second;
      this.records = 0;
      this.bytes = 0;
    }
    if (this.records + 1 > RECORDS_PER_SECOND || this.bytes + bytes > BYTES_PER_SECOND) return false;
    this.records += 1;
    this.bytes += bytes;
    return true;
  }
}
