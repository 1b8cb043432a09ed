import { declareInputs } from '../../core/inputs';

const ATTRIBUTE = '{*{DataType StringValue BinaryValue}}';
const MESSAGE = `MessageBody DelaySeconds MessageAttributes${ATTRIBUTE} MessageSystemAttributes${ATTRIBUTE}
    MessageDeduplicationId`;

/** What operations accept of their inputs. */
export const sqsInputs = declareInputs({
  reads: {
    ChangeMessageVisibility: 'QueueUrl ReceiptHandle VisibilityTimeout',
    ChangeMessageVisibilityBatch: 'QueueUrl Entries{Id ReceiptHandle VisibilityTimeout}',
    DeleteMessage: 'QueueUrl ReceiptHandle',
    DeleteMessageBatch: 'QueueUrl Entries{Id ReceiptHandle}',
    GetQueueAttributes: 'QueueUrl AttributeNames',
    GetQueueUrl: 'QueueName QueueOwnerAWSAccountId=000000000000',
    ListQueues: 'QueueNamePrefix NextToken MaxResults',
    PurgeQueue: 'QueueUrl',
    ReceiveMessage: `QueueUrl AttributeNames MessageSystemAttributeNames MessageAttributeNames MaxNumberOfMessages
      VisibilityTimeout WaitTimeSeconds`,
    SendMessage: `QueueUrl ${MESSAGE}`,
    SendMessageBatch: `QueueUrl Entries{Id ${MESSAGE}}`,
    SetQueueAttributes: 'Attributes{*} QueueUrl',
    StartMessageMoveTask: 'SourceArn DestinationArn',
  },
});
