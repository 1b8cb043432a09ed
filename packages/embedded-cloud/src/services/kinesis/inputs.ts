import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const kinesisInputs = declareInputs({
  reads: {
    DeregisterStreamConsumer: 'StreamARN ConsumerName ConsumerARN',
    DescribeLimits: '',
    DescribeStream: 'StreamName StreamARN Limit ExclusiveStartShardId',
    DescribeStreamConsumer: 'StreamARN ConsumerName ConsumerARN',
    DescribeStreamSummary: 'StreamName StreamARN',
    GetRecords: 'ShardIterator Limit DryRun=false',
    GetShardIterator: 'StreamName StreamARN ShardId ShardIteratorType StartingSequenceNumber Timestamp DryRun=false',
    ListShards: 'StreamName StreamARN NextToken ExclusiveStartShardId MaxResults ShardFilter{Type ShardId Timestamp}',
    ListStreamConsumers: 'StreamARN NextToken MaxResults',
    ListStreams: 'Limit ExclusiveStartStreamName',
    MergeShards: 'StreamName StreamARN ShardToMerge AdjacentShardToMerge',
    PutRecord: 'StreamName StreamARN Data PartitionKey ExplicitHashKey DryRun=false',
    PutRecords: 'StreamName StreamARN Records{Data PartitionKey ExplicitHashKey} DryRun=false',
    RegisterStreamConsumer: 'StreamARN ConsumerName',
    SplitShard: 'StreamName StreamARN ShardToSplit NewStartingHashKey',
    SubscribeToShard: 'ConsumerARN ShardId StartingPosition{Type SequenceNumber Timestamp} DryRun=false',
    UpdateShardCount: 'StreamName StreamARN TargetShardCount ScalingType=UNIFORM_SCALING',
  },
  withoutEffect: {
    'The iterator names its stream.': { GetRecords: 'StreamARN' },
    'Records always get ascending sequence numbers in the order in which they arrive.': {
      PutRecord: 'SequenceNumberForOrdering',
    },
    'No operation that runs reads tags.': { RegisterStreamConsumer: 'Tags' },
  },
});
