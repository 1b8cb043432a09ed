import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';
import { fromIterator } from './iterator';

/** What calls of Kinesis need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesis.html */
export const kinesisPermissions = (
  { region, accountId }: Surroundings,
  now: () => number,
): Readonly<Record<string, OperationPermissions>> => {
  const arnOf = (name: string): string => `arn:aws:kinesis:${region}:${accountId}:stream/${name}`;
  const onStream =
    (action: string): OperationPermissions =>
    (input) => {
      const fields = new Fields(input);
      const token = fields.optionalString('NextToken')?.split('/')[0];
      const resource = fields.optionalString('StreamARN') ?? arnOf(token ?? fields.string('StreamName'));
      return [{ action: `kinesis:${action}`, resource }];
    };
  const onConsumer =
    (action: string): OperationPermissions =>
    (input) => {
      const fields = new Fields(input);
      // A call by StreamARN and ConsumerName needs the same permission, on any consumer of this name.
      const named = () => `${fields.string('StreamARN')}/consumer/${fields.string('ConsumerName')}:*`;
      return [{ action: `kinesis:${action}`, resource: fields.optionalString('ConsumerARN') ?? named() }];
    };
  return {
    PutRecord: onStream('PutRecord'),
    PutRecords: onStream('PutRecords'),
    GetShardIterator: onStream('GetShardIterator'),
    GetRecords: (input) => {
      const { streamName } = fromIterator(new Fields(input).string('ShardIterator'), now());
      return [{ action: 'kinesis:GetRecords', resource: arnOf(streamName) }];
    },
    ListShards: onStream('ListShards'),
    DescribeLimits: () => [{ action: 'kinesis:DescribeLimits', resource: '*' }],
    ListStreams: () => [{ action: 'kinesis:ListStreams', resource: '*' }],
    DescribeStream: onStream('DescribeStream'),
    DescribeStreamSummary: onStream('DescribeStreamSummary'),
    UpdateShardCount: onStream('UpdateShardCount'),
    SplitShard: onStream('SplitShard'),
    MergeShards: onStream('MergeShards'),
    RegisterStreamConsumer: onStream('RegisterStreamConsumer'),
    ListStreamConsumers: (input) => [
      { action: 'kinesis:ListStreamConsumers', resource: new Fields(input).string('StreamARN') },
    ],
    DescribeStreamConsumer: onConsumer('DescribeStreamConsumer'),
    DeregisterStreamConsumer: onConsumer('DeregisterStreamConsumer'),
    SubscribeToShard: onConsumer('SubscribeToShard'),
  };
};
