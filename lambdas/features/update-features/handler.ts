import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import type { KinesisStreamHandler } from 'aws-lambda';
import { createLogger } from '../../foundation/logger';
import { createMetrics } from '../../foundation/metric-data';
import { createSetAside } from '../../foundation/unreadable-records';
import { suppressedViewers } from '../../ingest';
import { cachedTitleFacts } from '../title-facts';
import { readEnv } from './env';
import { featuresTable } from './features-table';
import { readRecords } from './read-records';
import { updateFeatures } from './update-features';
import { UpdateMetrics } from './update-metrics';

// Cold start: clients of the features and catalog tables, a cache of titles, and one of erased viewers.
const env = readEnv();
const logger = createLogger('update-features');
const dynamodb = new DynamoDBClient(clientSettings(3));
const services = {
  ...featuresTable(dynamodb, env.FEATURES_TABLE_NAME),
  suppressed: suppressedViewers(dynamodb, env.SUPPRESSED_VIEWERS_TABLE_NAME, 'pseudonym'),
  factsOf: cachedTitleFacts(dynamodb, env.CATALOG_TABLE_NAME, Date.now),
};
const setAside = createSetAside(env, logger);
const metrics = new UpdateMetrics(createMetrics(env.METRICS_NAMESPACE, logger, clientSettings(1, 2_000)));

/** Called by Kinesis with a batch of one shard. Kinesis delivers the batch again from the records that the answer names. */
export const handler: KinesisStreamHandler = async ({ Records }) => {
  // Per batch: fold its events into the stored playbacks, one write per playback.
  const records = Records.map(({ kinesis: { sequenceNumber, data } }) => ({ sequenceNumber, data }));
  const { sessions, unreadable } = readRecords(records);
  await metrics.add(await updateFeatures(sessions, services), Date.now());
  const unstored = await setAside(Records[0]?.eventID.split(':')[0] ?? '', unreadable);
  return { batchItemFailures: unstored.map(({ sequenceNumber }) => ({ itemIdentifier: sequenceNumber })) };
};
