import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const kinesisParameters: Parameters = {
  DeregisterStreamConsumer: 'StreamARN ConsumerName ConsumerARN',
  DescribeLimits: '',
  DescribeStream: 'StreamName Limit ExclusiveStartShardId StreamARN',
  DescribeStreamConsumer: 'StreamARN ConsumerName ConsumerARN',
  DescribeStreamSummary: 'StreamName StreamARN',
  GetRecords: 'ShardIterator Limit StreamARN DryRun=false',
  GetShardIterator: 'ShardId ShardIteratorType StreamName StartingSequenceNumber Timestamp StreamARN DryRun=false',
  ListShards: 'StreamName NextToken ExclusiveStartShardId MaxResults ShardFilter StreamARN',
  ListStreamConsumers: 'StreamARN NextToken MaxResults',
  ListStreams: 'Limit ExclusiveStartStreamName',
  MergeShards: 'ShardToMerge AdjacentShardToMerge StreamName StreamARN',
  PutRecord: 'Data StreamName PartitionKey ExplicitHashKey StreamARN SequenceNumberForOrdering DryRun=false',
  PutRecords: 'Records StreamName StreamARN DryRun=false',
  RegisterStreamConsumer: 'StreamARN ConsumerName',
  SplitShard: 'ShardToSplit NewStartingHashKey StreamName StreamARN',
  SubscribeToShard: 'ConsumerARN ShardId StartingPosition DryRun=false',
  UpdateShardCount: 'TargetShardCount StreamName StreamARN ScalingType=UNIFORM_SCALING',
};
