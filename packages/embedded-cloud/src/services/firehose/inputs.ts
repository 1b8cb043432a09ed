import { declareInputs } from '../../core/inputs';

/** What operations accept of their inputs. */
export const firehoseInputs = declareInputs({
  reads: {
    DescribeDeliveryStream: 'DeliveryStreamName',
    ListDeliveryStreams: 'Limit DeliveryStreamType ExclusiveStartDeliveryStreamName',
    PutRecord: 'DeliveryStreamName Record{Data}',
    PutRecordBatch: 'DeliveryStreamName Records{Data}',
  },
  withoutEffect: {
    'A delivery stream has one destination.': { DescribeDeliveryStream: 'Limit' },
  },
});
