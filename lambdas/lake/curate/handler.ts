import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient, type MetricDatum, type StandardUnit } from '@aws-sdk/client-cloudwatch';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import type { CurationRun } from '../../../domain/lake/curation';
import { dateOf } from '../../../domain/lake/dates';
import { LAKE_METRICS } from '../../../domain/lake/metrics';
import { AthenaQueries } from 'aws-clients/athena';
import { readStatement } from '../../foundation/athena-statement';
import { clientSettings } from 'aws-clients';
import { LakeCatalog } from '../lake-catalog';
import { LakeObjects } from '../lake-objects';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { begin, readRequest } from './begin';
import { drive, type DriveServices } from './drive';
import { readEnv } from './env';
import { RunLog } from './run-log';
import { readRun, writeRun } from './run-message';

// Cold start.
const env = readEnv();
const logger = createLogger('curate');
const slices = Number(env.CURATION_SLICES);
const sqs = new SQSClient(clientSettings(3, 2_000));
const s3 = new S3Client({ ...clientSettings(3, 30_000), forcePathStyle: true });
const objects = new LakeObjects(s3, env.LAKE_BUCKET_NAME);
const log = new RunLog(objects, slices, Date.now);
const put = putMetrics(new CloudWatchClient(clientSettings(3)), env.METRICS_NAMESPACE, (error) =>
  logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
);
const send = async (QueueUrl: string, run: CurationRun, DelaySeconds: number): Promise<void> => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: writeRun(run), DelaySeconds }));
};
const datum = (MetricName: string, Value: number, Unit: StandardUnit = 'Count'): MetricDatum => ({
  ...{ MetricName, Value, Unit },
  Timestamp: new Date(),
});
const services: DriveServices = {
  queries: new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME),
  objects,
  catalog: new LakeCatalog(new GlueClient(clientSettings(3)), env.DATABASE_NAME),
  statement: (name) => readStatement(join(__dirname, 'sql'), name),
  slices,
  supersededRunGraceMs: Number(env.SUPERSEDED_RUN_GRACE_SECONDS) * 1_000,
  now: Date.now,
  log,
  budgetMs: 30_000,
  lookEveryMs: 200,
  sendOn: (run, afterSeconds) => send(env.CURATION_QUEUE_URL, run, afterSeconds),
  giveUp: (run) => send(env.CURATION_DEAD_LETTERS_URL, run, 0),
  reportAside: async (aside) => {
    if (aside.length > 0) logger.error('objects of raw can not be read and were moved aside', { aside });
    await put([datum(LAKE_METRICS.rawObjectsAside, aside.length)]);
  },
  reportFailure: ({ runId, step, attempt, failures }, reason) =>
    logger.error('a step of curation failed', { runId, step, attempt, failures, reason }),
  reportFinished: async (record) => {
    logger.info('a run of curation finished', { ...record });
    await put([
      datum(LAKE_METRICS.curationRuns, 1),
      datum(LAKE_METRICS.curatedDates, record.dates?.length ?? 0),
      datum(LAKE_METRICS.curationTime, record.seconds * 1_000, 'Milliseconds'),
    ]);
  },
};

/** Called by SQS with one run to take further, and by the Scheduler or an operator to begin one: see CurateRequest. */
export const handler = async (event: unknown): Promise<{ readonly runId: string } | undefined> => {
  if (isMessages(event)) {
    for (const { body } of event.Records) await drive(readRun(body), services);
    return undefined;
  }
  const now = Date.now();
  const request = readRequest(event, dateOf(now));
  const run = begin(request, await log.seenThrough(), now, randomBytes(3).toString('hex'));
  await log.note(run, 'running');
  await services.sendOn(run, 0);
  return { runId: run.runId };
};

const isMessages = (event: unknown): event is SQSEvent =>
  typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
