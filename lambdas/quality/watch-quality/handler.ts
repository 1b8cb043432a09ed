import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import type { SQSHandler } from 'aws-lambda';
import { createLogger } from '../../foundation/logger';
import { queueSender } from '../../foundation/queues';
import { readEnv } from './env';
import { watchQuality } from './watch-quality';

// Cold start: the client of SQS. Its attempts fit into the function's 30 s and so into the visibility timeout.
const env = readEnv();
const logger = createLogger('watch-quality');
const send = queueSender(new SQSClient(clientSettings(4, 3_000)), (body: string) => body);
const services = {
  send: (body: string) => send(env.TOTALS_QUEUE_URL, body),
  cdns: new Set(env.CDNS.split(',')),
};

/** Called by SQS with a batch of quality reports. SQS keeps the messages that the answer names. */
export const handler: SQSHandler = async ({ Records }) => {
  // Per batch: fold its reports and send the totals of each period.
  const unreadable = await watchQuality(Records, services);
  if (unreadable.length > 0) logger.error('Messages are not quality reports', { messages: unreadable });
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
};
