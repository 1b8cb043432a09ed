import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Fields } from '../../core/fields';
import { writeAtomically } from '../../core/write-atomically';
import type { ShardState } from './shard';

/** The settings of a stream in its template. */
export interface StreamDeclaration {
  readonly name: string;
  readonly arn: string;
  readonly mode: 'ON_DEMAND' | 'PROVISIONED';
  readonly shardCount: number;
  readonly retentionHours: number;
  readonly encrypted: boolean;
}

/** The state of a stream, except for its records. */
export interface StreamState {
  readonly createdAt: number;
  /** The count last declared in the template; an API call may have changed the count in force since then. */
  readonly shardCount: number;
  readonly nextShard: number;
  readonly shards: readonly ShardState[];
}

/** Reads the saved state of a stream; undefined for a new stream. */
export const readState = (folder: string): StreamState | undefined => {
  const path = join(folder, 'stream.json');
  if (!existsSync(path)) return undefined;
  const saved = Fields.parse(readFileSync(path, 'utf8'));
  return {
    createdAt: saved.number('createdAt'),
    shardCount: saved.number('shardCount'),
    nextShard: saved.number('nextShard'),
    shards: saved.objects('shards').map((shard) => {
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

/** Saves the state durably. */
export const writeState = (folder: string, state: StreamState): void => {
  mkdirSync(folder, { recursive: true });
  writeAtomically(join(folder, 'stream.json'), JSON.stringify(state, undefined, 2));
};
