import { join } from 'node:path';
import type { Logger } from '@aws-lambda-powertools/logger';
import { AthenaClient } from '@aws-sdk/client-athena';
import { GlueClient } from '@aws-sdk/client-glue';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { clientSettings } from 'aws-clients';
import { AthenaQueries } from 'aws-clients/athena';
import { LAKE_METRICS } from '../../../domain/lake/metrics';
import { readStatement } from '../../foundation/athena-statement';
import { createMetrics, metricDatum } from '../../foundation/metric-data';
import { queueSender } from '../../foundation/queues';
import { LakeCatalog } from '../lake-catalog';
import { LakeObjects } from '../lake-objects';
import { CurationLog } from './curation-log';
import { encodeCurationRun } from './curation-message';
import type { DriveServices } from './drive-curation';
import type { CurateEnv } from './env';

/** Connects curation to its environment. */
export const createServices = (env: CurateEnv, logger: Logger): DriveServices => {
  const slices = Number(env.CURATION_SLICES);
  const s3 = new S3Client({ ...clientSettings(3, 30_000), forcePathStyle: true });
  const objects = new LakeObjects(s3, env.LAKE_BUCKET_NAME);
  const send = queueSender(new SQSClient(clientSettings(3, 2_000)), encodeCurationRun);
  const put = createMetrics(env.METRICS_NAMESPACE, logger);
  return {
    queries: new AthenaQueries(new AthenaClient(clientSettings(3)), env.WORKGROUP_NAME, env.DATABASE_NAME),
    objects,
    catalog: new LakeCatalog(new GlueClient(clientSettings(3)), env.DATABASE_NAME),
    statement: (name) => readStatement(join(__dirname, 'sql'), name),
    slices,
    lateEvents: {
      rewriteFromShare: Number(env.LATE_EVENTS_SHARE),
      datesPerRun: Number(env.LATE_DATES_PER_RUN),
    },
    supersededRunGraceMs: Number(env.SUPERSEDED_RUN_GRACE_SECONDS) * 1_000,
    now: Date.now,
    log: new CurationLog(objects, slices, Date.now),
    budgetMs: 30_000,
    pollMs: 200,
    enqueue: (run, delaySeconds) => send(env.CURATION_QUEUE_URL, run, delaySeconds),
    deadLetter: (run) => send(env.CURATION_DEAD_LETTERS_URL, run),
    reportMoved: async (moved) => {
      if (moved.length > 0) logger.error('Moved unreadable objects out of raw', { moved });
      await put([metricDatum(LAKE_METRICS.rawObjectsAside, moved.length)]);
    },
    reportFailure: ({ runId, step, attempt, failures }, reason) =>
      logger.error('A step of curation failed', { runId, step, attempt, failures, reason }),
    reportFinished: async (record) => {
      logger.info('A curation run finished', { ...record });
      await put([
        metricDatum(LAKE_METRICS.curationRuns, 1),
        metricDatum(LAKE_METRICS.curatedDates, record.dates?.length ?? 0),
        metricDatum(LAKE_METRICS.curationTime, record.seconds * 1_000, { unit: 'Milliseconds' }),
      ]);
    },
  };
};
