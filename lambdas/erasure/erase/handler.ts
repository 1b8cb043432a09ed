import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSHandler } from 'aws-lambda';
import type { ErasureRun } from '../../../domain/erasure/erasure';
import { ERASURE_METRICS } from '../../../domain/erasure/metrics';
import { AthenaQueries } from 'aws-clients/athena';
import { readStatement } from '../../foundation/athena-statement';
import { clientSettings } from 'aws-clients';
import { driveRun, type RunServices } from '../../foundation/drive-run';
import { ErasureLog, type ErasureRecord } from '../erasure-log';
import { readErasure, writeErasure } from '../erasure-message';
import { LakeCatalog } from '../../lake/lake-catalog';
import { LakeObjects } from '../../lake/lake-objects';
import { LakeVersions } from '../../lake/lake-versions';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { deleteFeatures } from './delete-features';
import { readEnv } from './env';
import { takeStep } from './erase';
import type { EraseServices } from './services';

// Cold start.
const env = readEnv();
const logger = createLogger('erase');
const sqs = new SQSClient(clientSettings(3, 2_000));
const s3 = new S3Client({ ...clientSettings(3, 60_000), forcePathStyle: true }); // a copy of a large object takes its time
const objects = new LakeObjects(s3, env.LAKE_BUCKET_NAME);
const log = new ErasureLog(objects, Date.now);
const put = putMetrics(new CloudWatchClient(clientSettings(3)), env.METRICS_NAMESPACE, (error) =>
  logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
);
const send = async (QueueUrl: string, run: ErasureRun, DelaySeconds: number): Promise<void> => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: writeErasure(run), DelaySeconds }));
};
const reportAge = async ({ seconds }: ErasureRecord): Promise<void> => {
  await put([
    { MetricName: ERASURE_METRICS.erasureAge, Value: seconds * 1_000, Unit: 'Milliseconds', Timestamp: new Date() },
  ]);
};
const services: EraseServices = {
  queries: new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME),
  objects,
  versions: new LakeVersions(s3, env.LAKE_BUCKET_NAME),
  catalog: new LakeCatalog(new GlueClient(clientSettings(3)), env.DATABASE_NAME),
  statement: (name) => readStatement(join(__dirname, 'sql'), name),
  slices: Number(env.CURATION_SLICES),
  settledAfterMs: Number(env.SETTLED_AFTER_SECONDS) * 1_000,
  deleteFeatures: deleteFeatures(new DynamoDBClient(clientSettings(3)), env.FEATURES_TABLE_NAME),
  log,
  now: Date.now,
  suffix: () => randomBytes(3).toString('hex'),
};
const driving: RunServices<ErasureRun> = {
  takeStep: (run) => takeStep(run, services),
  note: async (run, status, reason) => reportAge(await log.note(run, status, reason)),
  finish: async (run) => {
    const record = await log.note(run, 'finished');
    logger.info('an erasure finished', { id: record.id, seconds: record.seconds });
    await reportAge(record);
  },
  sendOn: (run, afterSeconds) => send(env.ERASURE_QUEUE_URL, run, afterSeconds),
  giveUp: (run) => send(env.ERASURE_DEAD_LETTERS_URL, run, 0),
  reportFailure: ({ requestId, phase, from, step, failures }, reason) =>
    logger.error('a step of an erasure failed', { requestId, phase, from, step, failures, reason }),
  now: Date.now,
  budgetMs: 30_000,
  lookEveryMs: 200,
};

/** Called by SQS with one erasure to take further. */
export const handler: SQSHandler = async ({ Records }) => {
  for (const { body } of Records) await driveRun(readErasure(body), driving);
};
