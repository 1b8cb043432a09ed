import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { ChangeMessageVisibilityCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSHandler, SQSRecord } from 'aws-lambda';
import { clientSettings } from 'aws-clients';
import { putToStream } from '../event-stream';
import { createLogger } from '../../foundation/logger';
import { putToQuarantine } from '../quarantine-stream';
import { drain, type DrainServices } from './drain';
import { readEnv } from './env';

// Cold start.
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

/** Called by SQS with a batch of messages; those that are named in the answer stay in the queue. */
export const handler: SQSHandler = async ({ Records }) => {
  const drained = await Promise.all(Records.map(drainRecord));
  const failed = Records.filter((_, index) => drained[index] !== true);
  if (failed.length > 0) logger.warn('the stream still refuses', { messages: failed.length });
  return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};

const drainRecord = async ({ body, receiptHandle, attributes, messageId }: SQSRecord): Promise<boolean> => {
  try {
    return await drain({ body, receiptHandle, receiveCount: Number(attributes.ApproximateReceiveCount) }, services);
  } catch (error) {
    logger.error('a message could not be drained', {
      messageId,
      error: error instanceof Error ? error.name : 'unknown',
    });
    return false;
  }
};
