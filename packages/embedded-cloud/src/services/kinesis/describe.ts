import { type JsonObject, ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { toDecimal } from './hash-key';
import { toSequenceNumber } from './sequence';
import { selectShards } from './shard-filter';
import type { Shard, ShardState } from './shard';
import type { Stream } from './stream';

const MAX_LISTED = 1000;

/** A shard's range of hash keys, as DescribeStream, ListShards and GetRecords return it. */
const toRange = ({ startHash, endHash }: ShardState): JsonObject => ({
  StartingHashKey: toDecimal(startHash),
  EndingHashKey: toDecimal(endHash),
});

/** A child shard, as GetRecords returns it at the end of its parent. */
export const toChild = ({ state }: Shard): JsonObject => ({
  ShardId: state.shardId,
  ParentShards: state.parentShardIds,
  HashKeyRange: toRange(state),
});

/** A shard, as DescribeStream and ListShards return it. */
const toShard = ({ state }: Shard): JsonObject => {
  const [parent, adjacent] = state.parentShardIds;
  return {
    ShardId: state.shardId,
    ...(parent === undefined ? {} : { ParentShardId: parent }),
    ...(adjacent === undefined ? {} : { AdjacentParentShardId: adjacent }),
    HashKeyRange: toRange(state),
    SequenceNumberRange: {
      StartingSequenceNumber: toSequenceNumber(state.startingSequence),
      ...(state.endingSequence === undefined ? {} : { EndingSequenceNumber: toSequenceNumber(state.endingSequence) }),
    },
  };
};

/** The fields that DescribeStream and DescribeStreamSummary have in common. */
const toDescription = ({ declaration, createdAt }: Stream): JsonObject => ({
  StreamName: declaration.name,
  StreamARN: declaration.arn,
  StreamStatus: 'ACTIVE',
  StreamModeDetails: { StreamMode: declaration.mode },
  RetentionPeriodHours: declaration.retentionHours,
  StreamCreationTimestamp: createdAt / 1000,
  EnhancedMonitoring: [{ ShardLevelMetrics: [] }],
  EncryptionType: declaration.encrypted ? 'KMS' : 'NONE',
});

/** Answers ListStreams. */
export const listStreams = (names: readonly string[], input: Fields): JsonObject => {
  const start = input.optionalString('ExclusiveStartStreamName') ?? '';
  const after = [...names].sort().filter((name) => name > start);
  const StreamNames = after.slice(0, input.optionalNumber('Limit') ?? 100);
  return { StreamNames, HasMoreStreams: StreamNames.length < after.length };
};

/** A new account's limits. Source: https://docs.aws.amazon.com/streams/latest/dev/service-sizes-and-limits.html */
const SHARD_LIMIT = 1_000;
const ON_DEMAND_LIMIT = 50;

/** Answers DescribeLimits. The embedded cloud does not enforce the limits. */
export const describeLimits = (streams: readonly Stream[]): JsonObject => ({
  ShardLimit: SHARD_LIMIT,
  OpenShardCount: streams.reduce((sum, { openCount }) => sum + openCount, 0),
  OnDemandStreamCount: streams.filter(({ declaration }) => declaration.mode === 'ON_DEMAND').length,
  OnDemandStreamCountLimit: ON_DEMAND_LIMIT,
});

/** Answers DescribeStream. */
export const describeStream = (stream: Stream, input: Fields): JsonObject => {
  const start = input.optionalString('ExclusiveStartShardId') ?? '';
  const after = stream.all.filter(({ state }) => state.shardId > start);
  const listed = after.slice(0, input.optionalNumber('Limit') ?? 100);
  return {
    StreamDescription: {
      ...toDescription(stream),
      Shards: listed.map(toShard),
      HasMoreShards: listed.length < after.length,
    },
  };
};

/** Answers DescribeStreamSummary. */
export const describeStreamSummary = (stream: Stream, ConsumerCount: number): JsonObject => ({
  StreamDescriptionSummary: { ...toDescription(stream), OpenShardCount: stream.openCount, ConsumerCount },
});

/** Answers ListShards. */
export const listShards = (streamOf: (input: Fields) => Stream, call: Fields): JsonObject => {
  const input = withToken(call);
  const stream = streamOf(input);
  const filter = input.object('ShardFilter');
  const start = input.optionalString('ExclusiveStartShardId') ?? '';
  const after = selectShards(stream.all, filter).filter(({ state }) => state.shardId > start);
  const listed = after.slice(0, input.optionalNumber('MaxResults') ?? MAX_LISTED);
  const last = listed.at(-1)?.state.shardId;
  if (last === undefined || listed.length === after.length) return { Shards: listed.map(toShard) };
  const next = { StreamName: stream.declaration.name, ExclusiveStartShardId: last, ShardFilter: filter?.all };
  return { Shards: listed.map(toShard), NextToken: Buffer.from(JSON.stringify(next)).toString('base64url') };
};

/** The input of ListShards with the fields that its token has. */
const withToken = (input: Fields): Fields => {
  const token = input.optionalString('NextToken');
  if (token === undefined) return input;
  try {
    return new Fields({ ...input.all, ...Fields.parse(Buffer.from(token, 'base64url').toString()).all });
  } catch {
    throw new ServiceError('ExpiredNextTokenException', 'The pagination token is not valid.');
  }
};
