import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { AthenaClient } from '@aws-sdk/client-athena';
import { CloudWatchClient, type MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { FEATURES_METRICS } from '../../../domain/features/metrics';
import { rebuildUntil } from '../../../domain/features/rebuild';
import { beganAt, dateOf, DAY_MS, REBUILD_PREFIX, toRunId } from '../../../domain/lake';
import { AthenaQueries } from 'aws-clients/athena';
import { readStatement } from '../../foundation/athena-statement';
import { clientSettings } from 'aws-clients';
import { readSeenThrough } from '../../lake/curation-progress';
import { driveRun, type RunServices } from '../../foundation/drive-run';
import { LakeObjects } from '../../lake/lake-objects';
import { createLogger } from '../../foundation/logger';
import { putMetrics } from '../../foundation/metric-data';
import { cachedTitleFacts } from '../title-facts';
import { AnswerReader } from './answer-reader';
import { readEnv } from './env';
import { profilesTable } from './profiles-table';
import { type RebuildServices, takeStep } from './rebuild';
import { type Rebuild, readRebuild, readUntil, writeRebuild } from './rebuild-message';

// Cold start.
const env = readEnv();
const logger = createLogger('rebuild-features');
const sqs = new SQSClient(clientSettings(3, 2_000));
const dynamodb = new DynamoDBClient(clientSettings(5));
const objects = new LakeObjects(
  new S3Client({ ...clientSettings(3, 30_000), forcePathStyle: true }),
  env.LAKE_BUCKET_NAME,
);
const send = async (QueueUrl: string, rebuild: Rebuild, DelaySeconds: number): Promise<void> => {
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: writeRebuild(rebuild), DelaySeconds }));
};
const put = putMetrics(new CloudWatchClient(clientSettings(3)), env.METRICS_NAMESPACE, (error) =>
  logger.warn('CloudWatch refused metric data', { error: error instanceof Error ? error.name : 'unknown' }),
);
const count = (MetricName: string, Value: number): MetricDatum => ({
  ...{ MetricName, Value, Unit: 'Count' as const },
  Timestamp: new Date(),
});
const steps: RebuildServices = {
  ...profilesTable(dynamodb, env.FEATURES_TABLE_NAME, Number(env.FEATURE_RETENTION_DAYS) * DAY_MS),
  queries: new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME),
  objects,
  answers: new AnswerReader(objects),
  statement: readStatement(join(__dirname, 'sql'), 'viewer-sessions'),
  factsOf: cachedTitleFacts(dynamodb, env.CATALOG_TABLE_NAME, Date.now),
  sendOn: (rebuild, afterSeconds) => send(env.REBUILD_QUEUE_URL, rebuild, afterSeconds),
  now: Date.now,
  reportPart: async ({ runId, until }, { viewers, drifted }) => {
    logger.info('a part of the profiles is rebuilt', { runId, until, viewers, drifted });
    await put([count(FEATURES_METRICS.rebuiltViewers, viewers), count(FEATURES_METRICS.driftedViewers, drifted)]);
  },
  reportFinished: async ({ runId, until }) => {
    const tookMs = Date.now() - beganAt(runId);
    logger.info('every profile is rebuilt', { runId, until, tookMs });
    const took = { MetricName: FEATURES_METRICS.rebuildTime, Value: tookMs, Unit: 'Milliseconds' as const };
    // Zeros, so that a night without viewers is told from one without a rebuild.
    await put([
      count(FEATURES_METRICS.rebuiltViewers, 0),
      count(FEATURES_METRICS.driftedViewers, 0),
      { ...took, Timestamp: new Date() },
    ]);
  },
};
const services: RunServices<Rebuild> = {
  takeStep: (rebuild) => takeStep(rebuild, steps),
  note: () => Promise.resolve(),
  finish: () => Promise.resolve(),
  sendOn: steps.sendOn,
  giveUp: (rebuild) => send(env.REBUILD_DEAD_LETTERS_URL, rebuild, 0),
  reportFailure: (rebuild, reason) => logger.error('a step of the rebuild failed', { ...rebuild, reason }),
  now: Date.now,
  budgetMs: 30_000,
  lookEveryMs: 200,
};

/** Called by the Scheduler or an operator to begin a rebuild, with `{"until": "2026-11-24"}` or nothing, and by SQS with a step of one. */
export const handler = async (event: unknown): Promise<{ readonly runId: string } | undefined> => {
  if (isMessages(event)) {
    for (const { body } of event.Records) await driveRun(readRebuild(body), services);
    return undefined;
  }
  const now = Date.now();
  const seenThrough = await readSeenThrough(objects);
  const until = readUntil(event, dateOf(now)) ?? (seenThrough === undefined ? undefined : rebuildUntil(seenThrough));
  if (until === undefined) {
    logger.warn('nothing is rebuilt: no daily run of curation has come to its end yet');
    return undefined;
  }
  await objects.removeAll(`${REBUILD_PREFIX}/`); // of rebuilds that this one takes the place of: their parts are done then
  const runId = toRunId(now, randomBytes(3).toString('hex'));
  await steps.sendOn({ runId, until, attempt: 1, failures: 0 }, 0);
  return { runId };
};

const isMessages = (event: unknown): event is SQSEvent =>
  typeof event === 'object' && event !== null && 'Records' in event && Array.isArray(event.Records);
