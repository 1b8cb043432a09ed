import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import { AthenaClient } from '@aws-sdk/client-athena';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { AthenaQueries } from 'aws-clients/athena';
import { FEATURES_METRICS } from '../../../domain/features/metrics';
import { beganAt, DAY_MS } from '../../../domain/lake';
import { readStatement } from '../../foundation/athena-statement';
import type { RunServices } from '../../foundation/drive-run';
import { createMetrics, metricDatum } from '../../foundation/metric-data';
import { queueSender } from '../../foundation/queues';
import { LakeObjects } from '../../lake';
import { cachedTitleFacts } from '../title-facts';
import type { RebuildFeaturesEnv } from './env';
import { profilesTable } from './profiles-table';
import { type RebuildServices, runStep } from './rebuild';
import { encodeRebuildRun, type RebuildRun } from './rebuild-message';
import { ResultReader } from './result-reader';

/** Connects a rebuild to its environment. */
export const createServices = (env: RebuildFeaturesEnv, logger: Logger): RebuildServices & RunServices<RebuildRun> => {
  const send = queueSender(new SQSClient(clientSettings(3, 2_000)), encodeRebuildRun);
  const dynamodb = new DynamoDBClient(clientSettings(5));
  const s3 = new S3Client({ ...clientSettings(3, 30_000), forcePathStyle: true });
  const objects = new LakeObjects(s3, env.LAKE_BUCKET_NAME);
  const put = createMetrics(env.METRICS_NAMESPACE, logger);
  const { rebuiltViewers, driftedViewers, rebuildTime } = FEATURES_METRICS;
  const services: RebuildServices = {
    ...profilesTable(dynamodb, env.FEATURES_TABLE_NAME, Number(env.FEATURE_RETENTION_DAYS) * DAY_MS),
    queries: new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME),
    objects,
    results: new ResultReader(objects),
    statement: readStatement(join(__dirname, 'sql'), 'viewer-sessions'),
    factsOf: cachedTitleFacts(dynamodb, env.CATALOG_TABLE_NAME, Date.now),
    enqueue: (run, delaySeconds) => send(env.REBUILD_QUEUE_URL, run, delaySeconds),
    now: Date.now,
    reportPart: async ({ runId, until }, { viewers, drifted }) => {
      logger.info('Rebuilt a part of the profiles', { runId, until, viewers, drifted });
      await put([metricDatum(rebuiltViewers, viewers), metricDatum(driftedViewers, drifted)]);
    },
    reportFinished: async ({ runId, until }) => {
      const tookMs = Date.now() - beganAt(runId);
      logger.info('Rebuilt every profile', { runId, until, tookMs });
      // The zeros distinguish a night without viewers from one without a rebuild.
      await put([
        ...[metricDatum(rebuiltViewers, 0), metricDatum(driftedViewers, 0)],
        metricDatum(rebuildTime, tookMs, { unit: 'Milliseconds' }),
      ]);
    },
  };
  return {
    ...services,
    runStep: (run) => runStep(run, services),
    saveProgress: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    deadLetter: (run) => send(env.REBUILD_DEAD_LETTERS_URL, run),
    reportFailure: (run, reason) => logger.error('A step of a rebuild failed', { ...run, reason }),
    budgetMs: 30_000,
    pollMs: 200,
  };
};
