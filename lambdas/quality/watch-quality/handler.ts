import { randomInt, randomUUID } from 'node:crypto';
import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import type { SQSHandler } from 'aws-lambda';
import { createLogger, errorName } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { ErrorBook } from './error-book';
import { ErrorStore } from './error-store';
import { FairShares, type PeriodSums } from '../../../domain/quality';
import { MetricBacklog } from './metric-backlog';
import { SumsWriter } from './sums-writer';
import { watchQuality } from './watch-quality';

// Cold start: the clients. That of CloudWatch does not retry, because the backlog retries refused data itself.
const env = readEnv();
const logger = createLogger('watch-quality');
const dynamodb = new DynamoDBClient(clientSettings(3, 2_000));
const sums = new SumsWriter(dynamodb, env.QUALITY_SUMS_TABLE_NAME, Number(env.QUALITY_SUMS_SALTS), Date.now);
const metrics = new MetricBacklog(createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(1, 2_000)), (counts) => {
  logger.warn('CloudWatch refuses metric data', counts);
});
const services = {
  publish: (data: readonly MetricDatum[]) => metrics.publish(data),
  writeSums: (periods: readonly PeriodSums[]) => sums.write(periods),
  cohorts: { cdns: new Set(env.CDNS.split(',')), slowStartMs: Number(env.SLOW_START_MS) },
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
