import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import type { ShardState } from './shard';

/** What a template says about a stream. */
export interface StreamDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly mode: 'ON_DEMAND' | 'PROVISIONED';
  readonly shardCount: number;
  readonly retentionHours: number;
  readonly encrypted: boolean;
}

/** What a stream keeps beside its records. */
export interface StreamState {
  readonly createdAt: number;
  /** As last declared: the count in force may have been changed through the API since. */
  readonly shardCount: number;
  readonly nextShard: number;
  readonly shards: readonly ShardState[];
}

/** Reads what a stream kept; undefined when there is nothing yet. */
export const readState = (folder: string): StreamState | undefined => {
  const path = join(folder, 'stream.json');
  if (!existsSync(path)) return undefined;
  const kept = Fields.parse(readFileSync(path, 'utf8'));
  return {
    createdAt: kept.number('createdAt'),
    shardCount: kept.number('shardCount'),
    nextShard: kept.number('nextShard'),
    shards: kept.objects('shards').map((shard) => {
      const endingSequence = shard.optionalNumber('endingSequence');
      return {
        shardId: shard.string('shardId'),
        startHash: shard.string('startHash'),
        endHash: shard.string('endHash'),
        parentShardIds: shard.strings('parentShardIds'),
        startingSequence: shard.number('startingSequence'),
        ...(endingSequence === undefined ? {} : { endingSequence }),
      };
    }),
  };
};

/** Makes the state durable. */
export const writeState = (folder: string, state: StreamState): void => {
  mkdirSync(folder, { recursive: true });
  writeAtomically(join(folder, 'stream.json'), JSON.stringify(state, undefined, 2));
};
