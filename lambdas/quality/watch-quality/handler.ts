import { randomInt, randomUUID } from 'node:crypto';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import type { SQSHandler } from 'aws-lambda';
import { createLogger, errorName } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { ErrorBook } from './error-book';
import { ErrorStore } from './error-store';
import { FairShares } from '../../../domain/quality';
import { watchQuality } from './watch-quality';

// Cold start: the clients. The SDK does not retry: watchQuality retries refused data, and the book tries again later.
const env = readEnv();
const logger = createLogger('watch-quality');
const services = {
  putMetrics: createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(1, 2_000)),
  cdns: new Set(env.CDNS.split(',')),
  errors: new ErrorBook({
    store: new ErrorStore(new DynamoDBClient(clientSettings(1, 1_000)), env.ERROR_CODES_TABLE_NAME, randomUUID()),
    report: (problem, error) => logger.warn(problem, { error: errorName(error) }),
  }),
  shares: new FairShares(randomInt(2 ** 32)),
  now: Date.now,
};

/** Called by SQS with a batch of quality reports. SQS keeps the messages that the answer names. */
export const handler: SQSHandler = async ({ Records }) => {
  // Per batch: fold its reports and publish their metrics.
  const unreadable = await watchQuality(Records, services);
  if (unreadable.length > 0) logger.error('Messages are not quality reports', { messages: unreadable });
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
};
