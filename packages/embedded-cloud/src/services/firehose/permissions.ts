import { Fields } from '../../core/fields';
import type { OperationPermissions, Surroundings } from '../../core/service';

/** What calls of Firehose need. Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonkinesisfirehose.html */
export const firehosePermissions = ({
  region,
  accountId,
}: Surroundings): Readonly<Record<string, OperationPermissions>> => {
  const onStream =
    (action: string): OperationPermissions =>
    (input) => {
      const name = new Fields(input).string('DeliveryStreamName');
      const resource = `arn:aws:firehose:${region}:${accountId}:deliverystream/${name}`;
      return [{ action: `firehose:${action}`, resource }];
    };
  return {
    PutRecord: onStream('PutRecord'),
    PutRecordBatch: onStream('PutRecordBatch'),
    DescribeDeliveryStream: onStream('DescribeDeliveryStream'),
    ListDeliveryStreams: () => [{ action: 'firehose:ListDeliveryStreams', resource: '*' }],
  };
};
