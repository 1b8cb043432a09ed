import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Fields } from './fields';
import { writeAtomically } from './write-atomically';

/** Delay between a checkpoint and the write that makes it durable; one write covers all checkpoints of that time. */
const WRITE_AFTER_MS = 200;

/** The progress of a reader in a shard. */
export interface Checkpoint {
  /** The sequence number before the lowest unfinished record; undefined at the beginning of the shard. */
  readonly after?: string;
  /** The shard is closed and processed completely. */
  readonly ended?: true;
}

/** The checkpoints of one reader of a stream, in a file. A crash loses the latest ones: those records are read again. */
export class Checkpoints {
  /** Whether no earlier run has written a checkpoint. */
  readonly areNew: boolean;
  private readonly byShard = new Map<string, Checkpoint>();
  private timer: NodeJS.Timeout | undefined;

  constructor(private readonly path: string) {
    this.areNew = !existsSync(path);
    const shards = this.areNew ? [] : Fields.parse(readFileSync(path, 'utf8')).objects('shards');
    for (const shard of shards) {
      const after = shard.optionalString('after');
      this.byShard.set(shard.string('shardId'), {
        ...(after === undefined ? {} : { after }),
        ...(shard.boolean('ended') ? { ended: true } : {}),
      });
    }
  }

  get(shardId: string): Checkpoint | undefined {
    return this.byShard.get(shardId);
  }

  set(shardId: string, checkpoint: Checkpoint): void {
    this.byShard.set(shardId, checkpoint);
    this.timer ??= setTimeout(() => this.flush(), WRITE_AFTER_MS);
  }

  /** Removes the checkpoints of shards that no longer exist. */
  keepOnly(shardIds: ReadonlySet<string>): void {
    for (const shardId of this.byShard.keys()) if (!shardIds.has(shardId)) this.byShard.delete(shardId);
  }

  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const shards = [...this.byShard].map(([shardId, checkpoint]) => ({ shardId, ...checkpoint }));
    mkdirSync(dirname(this.path), { recursive: true });
    writeAtomically(this.path, JSON.stringify({ shards }, undefined, 2));
  }
}
