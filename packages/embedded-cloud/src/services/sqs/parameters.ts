import type { Parameters } from '../../core/parameters';

/** The parameters that operations act on, or that make no difference here. */
export const sqsParameters: Parameters = {
  ChangeMessageVisibility: 'QueueUrl ReceiptHandle VisibilityTimeout',
  ChangeMessageVisibilityBatch: 'QueueUrl Entries',
  DeleteMessage: 'QueueUrl ReceiptHandle',
  DeleteMessageBatch: 'QueueUrl Entries',
  GetQueueAttributes: 'QueueUrl AttributeNames',
  GetQueueUrl: 'QueueName QueueOwnerAWSAccountId=000000000000',
  ListQueues: 'QueueNamePrefix NextToken MaxResults',
  PurgeQueue: 'QueueUrl',
  ReceiveMessage:
    'QueueUrl AttributeNames MessageSystemAttributeNames MessageAttributeNames MaxNumberOfMessages VisibilityTimeout WaitTimeSeconds',
  SendMessage: 'QueueUrl MessageBody DelaySeconds MessageAttributes MessageSystemAttributes MessageDeduplicationId',
  SendMessageBatch: 'QueueUrl Entries',
  SetQueueAttributes: 'QueueUrl Attributes',
  StartMessageMoveTask: 'SourceArn DestinationArn',
};
