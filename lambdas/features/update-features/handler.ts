import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { KinesisStreamHandler } from 'aws-lambda';
import { clientSettings } from 'aws-clients';
import { createLogger } from '../../foundation/logger';
import { setAsideIn } from '../../foundation/set-aside';
import { putMetrics } from '../../foundation/metric-data';
import { readEnv } from './env';
import { featuresTable } from './features-table';
import { readRecords } from './read-records';
import { cachedTitleFacts } from '../title-facts';
import { updateFeatures } from './update-features';
import { UpdateMetrics } from './update-metrics';

// Cold start.
const env = readEnv();
const logger = createLogger('update-features');
const dynamodb = new DynamoDBClient(clientSettings(3));
const services = {
  ...featuresTable(dynamodb, env.FEATURES_TABLE_NAME),
  factsOf: cachedTitleFacts(dynamodb, env.CATALOG_TABLE_NAME, Date.now),
};
const setAside = setAsideIn(env, logger);
const metrics = new UpdateMetrics(
  putMetrics(new CloudWatchClient(clientSettings(1, 2_000)), env.METRICS_NAMESPACE, (error) =>
    logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
  ),
);

/** Called by Kinesis with a batch of one shard. A record that is no NDJSON of events is set aside, or named as failed while it can't be. */
export const handler: KinesisStreamHandler = async ({ Records }) => {
  const records = Records.map(({ kinesis: { sequenceNumber, data } }) => ({ sequenceNumber, data }));
  const { told, unreadable } = readRecords(records);
  await metrics.note(await updateFeatures(told, services), Date.now());
  const left = await setAside(Records[0]?.eventID.split(':')[0] ?? '', unreadable);
  return { batchItemFailures: left.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
};
