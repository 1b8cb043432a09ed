import { randomInt } from 'node:crypto';
import { clientSettings } from 'aws-clients';
import type { SQSHandler } from 'aws-lambda';
import { createLogger } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { FairShares } from '../../../domain/quality';
import { watchQuality } from './watch-quality';

// Cold start: the client of CloudWatch. The SDK does not retry, because watchQuality retries refused data itself.
const env = readEnv();
const logger = createLogger('watch-quality');
const services = {
  putMetrics: createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(1, 2_000)),
  cdns: new Set(env.CDNS.split(',')),
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
