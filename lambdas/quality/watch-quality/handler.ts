import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { SQSHandler } from 'aws-lambda';
import { clientSettings } from 'aws-clients';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { watchQuality } from './watch-quality';

// Cold start. One attempt a call: watchQuality retries by itself, and only what was refused.
const env = readEnv();
const logger = createLogger('watch-quality');
const services = {
  putMetrics: putMetrics(new CloudWatchClient(clientSettings(1, 2_000)), env.METRICS_NAMESPACE, (error) =>
    logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
  ),
  cdns: new Set(env.CDNS.split(',')),
  now: Date.now,
};

/** Called by SQS with a batch of reports; those that are named in the answer stay in the queue. */
export const handler: SQSHandler = async ({ Records }) => {
  const strangers = await watchQuality(Records, services);
  if (strangers.length > 0) logger.error('messages are not what collect writes', { messages: strangers });
  return { batchItemFailures: strangers.map((itemIdentifier) => ({ itemIdentifier })) };
};
