import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const firehoseParameters: Parameters = {
  DescribeDeliveryStream: 'DeliveryStreamName Limit',
  ListDeliveryStreams: 'Limit DeliveryStreamType ExclusiveStartDeliveryStreamName',
  PutRecord: 'DeliveryStreamName Record',
  PutRecordBatch: 'DeliveryStreamName Records',
};
