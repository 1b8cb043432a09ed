import { declareInputs } from '../../core/inputs';

/** The properties of resources that are honored. */
export const sqsProperties = declareInputs({
  reads: {
    'AWS::SQS::Queue': `QueueName VisibilityTimeout DelaySeconds MessageRetentionPeriod MaximumMessageSize ReceiveMessageWaitTimeSeconds
      RedrivePolicy{deadLetterTargetArn maxReceiveCount} KmsMasterKeyId FifoQueue`,
  },
  withoutEffect: {
    'Nothing is encrypted.': { 'AWS::SQS::Queue': 'SqsManagedSseEnabled KmsDataKeyReusePeriodSeconds' },
    'No operation that runs reads tags.': { 'AWS::SQS::Queue': 'Tags' },
  },
});
