import { clientSettings } from 'aws-clients';
import type { SQSHandler } from 'aws-lambda';
import { createLogger } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { publishQuality } from './publish-quality';

// Cold start: the client of CloudWatch. The SDK does not retry, because publishQuality retries refused data itself.
const env = readEnv();
const logger = createLogger('publish-quality');
const services = {
  putMetrics: createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(1, 2_000)),
  now: Date.now,
};

/** Called by SQS with the totals of many batches. SQS keeps the messages that the answer names. */
export const handler: SQSHandler = async ({ Records }) => {
  // Per batch: add up its totals by period and publish their metrics.
  const unreadable = await publishQuality(Records, services);
  if (unreadable.length > 0) logger.error('Messages are not totals of playback quality', { messages: unreadable });
  return { batchItemFailures: unreadable.map((itemIdentifier) => ({ itemIdentifier })) };
};
