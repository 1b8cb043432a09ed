import { Fields } from '../../core/fields';
import { type JsonObject, type Operation, ServiceError } from '../../core/service';
import { fromDecimal } from './hash-key';
import { invalidArgument } from './invalid-argument';
import type { Stream } from './stream';

/** The operations that change the shards of a provisioned stream; `streamOf` finds the stream of an input. */
export const reshardCalls = (streamOf: (input: Fields) => Stream): Readonly<Record<string, Operation>> => {
  const call =
    (change: (stream: Stream, input: Fields) => JsonObject): Operation =>
    (members) => {
      const input = new Fields(members);
      const stream = streamOf(input);
      if (stream.declaration.mode === 'PROVISIONED') return change(stream, input);
      throw new ServiceError('ValidationException', 'The API cannot change the shards of an on-demand stream.');
    };
  return { UpdateShardCount: call(updateShardCount), SplitShard: call(splitShard), MergeShards: call(mergeShards) };
};

const updateShardCount = (stream: Stream, input: Fields): JsonObject => {
  const [TargetShardCount, CurrentShardCount] = [input.number('TargetShardCount'), stream.openCount];
  if (TargetShardCount < Math.ceil(CurrentShardCount / 2) || TargetShardCount > CurrentShardCount * 2) {
    throw invalidArgument(`TargetShardCount must be between half and twice the current count, ${CurrentShardCount}.`);
  }
  stream.reshard(TargetShardCount);
  const { name: StreamName, arn: StreamARN } = stream.declaration;
  return { StreamName, StreamARN, CurrentShardCount, TargetShardCount };
};

const splitShard = (stream: Stream, input: Fields): JsonObject => {
  const start = fromDecimal(input.string('NewStartingHashKey'));
  if (start === undefined) throw invalidArgument('NewStartingHashKey is not a valid hash key.');
  stream.split(input.string('ShardToSplit'), start);
  return {};
};

const mergeShards = (stream: Stream, input: Fields): JsonObject => {
  stream.merge(input.string('ShardToMerge'), input.string('AdjacentShardToMerge'));
  return {};
};
