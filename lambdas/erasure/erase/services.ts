import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GlueClient } from '@aws-sdk/client-glue';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { AthenaQueries } from 'aws-clients/athena';
import type { ErasureRun } from '../../../domain/erasure/erasure';
import { ERASURE_METRICS } from '../../../domain/erasure/metrics';
import { ERASE_ONLY } from '../../../domain/warehouse';
import { readStatement } from '../../foundation/athena-statement';
import type { RunServices } from '../../foundation/drive-run';
import { createMetrics, metricDatum } from '../../foundation/metric-data';
import { ObjectVersions } from '../../foundation/object-versions';
import { queueIsEmpty, queueSender } from '../../foundation/queues';
import { LakeCatalog, LakeObjects } from '../../lake';
import { ErasureLog } from '../erasure-log';
import { encodeErasureRun } from '../erasure-message';
import type { ErasureRecord } from '../erasure-record';
import { decodeViewerStores } from '../viewer-stores';
import { deleteFeatures } from './delete-features';
import type { EraseEnv } from './env';
import { runStep } from './erase';
import { Quarantine } from './quarantine';
import type { EraseServices } from './steps';

/** Connects the steps of an erasure to their environment. S3 has a long timeout because it copies large objects. */
const createStepServices = (env: EraseEnv): EraseServices => {
  const s3 = new S3Client({ ...clientSettings(3, 60_000), forcePathStyle: true });
  const objects = new LakeObjects(s3, env.LAKE_BUCKET_NAME);
  return {
    queries: new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME),
    objects,
    versions: new ObjectVersions(s3, env.LAKE_BUCKET_NAME),
    catalog: new LakeCatalog(new GlueClient(clientSettings(3)), env.DATABASE_NAME),
    statement: (name) => readStatement(join(__dirname, 'sql'), name),
    slices: Number(env.CURATION_SLICES),
    settledAfterMs: Number(env.SETTLED_AFTER_SECONDS) * 1_000,
    overflowIsEmpty: () => queueIsEmpty(new SQSClient(clientSettings(3, 2_000)), env.OVERFLOW_QUEUE_URL),
    deleteFeatures: deleteFeatures(new DynamoDBClient(clientSettings(3)), env.FEATURES_TABLE_NAME),
    askWarehouse: askWarehouse(new LambdaClient(clientSettings(3)), env.LOAD_WAREHOUSE_NAME),
    quarantine: new Quarantine(s3, env.QUARANTINE_BUCKET_NAME),
    stores: decodeViewerStores(env.VIEWER_STORES),
    log: new ErasureLog(objects, Date.now),
    now: Date.now,
    suffix: () => randomBytes(3).toString('hex'),
  };
};

/** The invocation is asynchronous, because a paused warehouse takes a minute to resume. */
const askWarehouse = (lambda: LambdaClient, FunctionName: string) => async (): Promise<void> => {
  const Payload = JSON.stringify(ERASE_ONLY);
  await lambda.send(new InvokeCommand({ FunctionName, InvocationType: 'Event', Payload }));
};

/** Connects an erasure to its environment. */
export const createServices = (env: EraseEnv, logger: Logger): RunServices<ErasureRun> => {
  const services = createStepServices(env);
  const { log } = services;
  const send = queueSender(new SQSClient(clientSettings(3, 2_000)), encodeErasureRun);
  const put = createMetrics(env.METRICS_NAMESPACE, logger);
  const reportAge = async ({ seconds }: ErasureRecord): Promise<void> => {
    await put([metricDatum(ERASURE_METRICS.erasureAge, seconds * 1_000, { unit: 'Milliseconds' })]);
  };
  return {
    runStep: (run) => runStep(run, services),
    saveProgress: async (run, status, reason) => reportAge(await log.write(run, status, reason)),
    finish: async (run) => {
      const record = await log.write(run, 'finished');
      logger.info('An erasure finished', { id: record.id, seconds: record.seconds });
      await reportAge(record);
    },
    enqueue: (run, delaySeconds) => send(env.ERASURE_QUEUE_URL, run, delaySeconds),
    deadLetter: (run) => send(env.ERASURE_DEAD_LETTERS_URL, run),
    reportFailure: ({ requestId, phase, from, step, failures }, reason) =>
      logger.error('A step of an erasure failed', { requestId, phase, from, step, failures, reason }),
    now: Date.now,
    budgetMs: 30_000,
    pollMs: 200,
  };
};
