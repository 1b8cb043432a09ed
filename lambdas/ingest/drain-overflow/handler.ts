import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import type { SQSHandler, SQSRecord } from 'aws-lambda';
import { createLogger, errorName } from '../../foundation/logger';
import { putToStream } from '../event-stream';
import { putToQuarantine } from '../quarantine-stream';
import { drain, type DrainServices } from './drain';
import { readEnv } from './env';

// Cold start: clients of the streams and of the queue.
const env = readEnv();
const logger = createLogger('drain-overflow');
const sqs = new SQSClient(clientSettings(2, 2_000));
const services: DrainServices = {
  putEvents: putToStream(new KinesisClient(clientSettings(1)), env.EVENT_STREAM_NAME, Number(env.EVENT_BUCKETS)),
  putQuarantine: putToQuarantine(new FirehoseClient(clientSettings(1)), env.QUARANTINE_STREAM_NAME),
  postpone: async (ReceiptHandle, VisibilityTimeout) => {
    await sqs.send(
      new ChangeMessageVisibilityCommand({ QueueUrl: env.OVERFLOW_QUEUE_URL, ReceiptHandle, VisibilityTimeout }),
    );
  },
  random: Math.random,
};

/** Called by SQS with a batch of messages. SQS keeps the messages that the answer names. */
export const handler: SQSHandler = async ({ Records }) => {
  const drained = await Promise.all(Records.map(drainMessage));
  const failed = Records.filter((_, index) => drained[index] !== true);
  if (failed.length > 0) logger.warn('The stream still refuses records', { messages: failed.length });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};

// Per message: put its records, or postpone it.
const drainMessage = async ({ body, receiptHandle, attributes, messageId }: SQSRecord): Promise<boolean> => {
  try {
    return await drain({ body, receiptHandle, receiveCount: Number(attributes.ApproximateReceiveCount) }, services);
  } catch (error) {
    logger.error('Could not drain a message', { messageId, error: errorName(error) });
    return false;
  }
};
