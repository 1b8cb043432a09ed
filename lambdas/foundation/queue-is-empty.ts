import { GetQueueAttributesCommand, type QueueAttributeName, type SQSClient } from '@aws-sdk/client-sqs';

const BACKLOG: readonly QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** Whether no message waits in a queue, is on its way through it, or is held back. */
export const queueIsEmpty = async (sqs: SQSClient, QueueUrl: string): Promise<boolean> => {
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...BACKLOG] }));
  return BACKLOG.every((name) => Attributes?.[name] === '0');
};
