import {
  GetQueueAttributesCommand,
  type QueueAttributeName,
  SendMessageCommand,
  type SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';

/** Returns a function that sends messages to a queue; it delays each by the given time, at most 900 s. */
export const queueSender =
  <Message>(sqs: SQSClient, encode: (message: Message) => string) =>
  async (queueUrl: string, message: Message, delaySeconds = 0): Promise<void> => {
    await sqs.send(
      new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: encode(message), DelaySeconds: delaySeconds }),
    );
  };

/** Whether a function was invoked by SQS, not by the Scheduler or an operator. */
export const isSqsEvent = (event: unknown): event is SQSEvent =>
  typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);

const MESSAGE_COUNTS: readonly QueueAttributeName[] = [
  'ApproximateNumberOfMessages',
  'ApproximateNumberOfMessagesNotVisible',
  'ApproximateNumberOfMessagesDelayed',
];

/** Whether a queue has no messages: none waiting, none being processed, none delayed. */
export const queueIsEmpty = async (sqs: SQSClient, queueUrl: string): Promise<boolean> => {
  const { Attributes } = await sqs.send(
    new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...MESSAGE_COUNTS] }),
  );
  return MESSAGE_COUNTS.every((name) => Attributes?.[name] === '0');
};
