import { join } from 'node:path';
import type { Limits } from '../../core/limits';
import { ShardLog } from './shard-log';
import { ReadLimit, WriteLimit } from './shard-limits';

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

/** A range of hash keys with its log and its limits per second. */
export class Shard {
  readonly log: ShardLog;
  readonly writes: WriteLimit;
  readonly reads: ReadLimit;

  constructor(
    folder: string,
    public state: ShardState,
    limits: Limits,
  ) {
    this.writes = new WriteLimit(limits);
    this.reads = new ReadLimit(limits);
    this.log = new ShardLog(join(folder, state.shardId));
  }

  get isOpen(): boolean {
    return this.state.endingSequence === undefined;
  }
}
