import { join } from 'node:path';
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
  readonly writes = new WriteLimit();
  readonly reads = new ReadLimit();

  constructor(
    folder: string,
    public state: ShardState,
  ) {
    this.log = new ShardLog(join(folder, state.shardId));
  }

  get isOpen(): boolean {
    return this.state.endingSequence === undefined;
  }
}
