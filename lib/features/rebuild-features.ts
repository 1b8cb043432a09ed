import { Duration } from 'aws-cdk-lib';
import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { ERASED_VIEWERS, REBUILD_PREFIX, SESSIONS } from '../../domain/lake';
import { FEATURES_METRICS } from '../../domain/features/metrics';
import type { RebuildFeaturesEnv } from '../../lambdas/features/rebuild-features/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { nightlyStarts, type TimeOfDay } from '../foundation/nightly-start';
import { RUN_TIMEOUT, RunQueue } from '../foundation/run-queue';
import { ScheduledRun } from '../foundation/scheduled-run';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import type { LakeBucket, LakeTables, Workgroup } from '../lake';
import type { CatalogTable } from './catalog-table';
import type { FeaturesConfig } from './config';
import type { FeaturesTable } from './features-table';

/** The prefixes of the lake that it reads: playbacks, erased viewers, and the progress of curation. */
const READ_PREFIXES = [`${SESSIONS.prefix}/`, `${ERASED_VIEWERS.prefix}/`, 'curation/'];
/** The number of result objects that are processed at the same time: as many as a new on-demand table can absorb. */
const PARTS_AT_ONCE = 8;

/** Properties of {@link RebuildFeatures}. */
export interface RebuildFeaturesProps {
  readonly config: FeaturesConfig;
  readonly bucket: LakeBucket;
  readonly tables: LakeTables;
  readonly workgroup: Workgroup;
  readonly features: FeaturesTable;
  readonly catalog: CatalogTable;
}

/** When a run begins, UTC. */
const NIGHTLY: TimeOfDay = { hour: 4, minute: 45 };

/**
 * Rebuilds every viewer's profile from the lake, each night and on demand: one query, then one message per result
 * object.
 */
export class RebuildFeatures extends Construct {
  readonly handler: Handler<RebuildFeaturesEnv>;
  readonly runs: RunQueue;

  constructor(scope: Construct, id: string, props: RebuildFeaturesProps) {
    super(scope, id);
    const { features, catalog } = props;
    this.runs = new RunQueue(this, 'Runs', 'rebuild', NO_VIEWER_DATA); // messages hold keys of results, and progress
    this.handler = this.createHandler(props);
    const source = new SqsEventSource(this.runs.queue, { batchSize: 1, maxConcurrency: PARTS_AT_ONCE });
    this.handler.addEventSource(source);
    this.runs.grantSend(this.handler);
    features.grant(this.handler, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
    catalog.grant(this.handler, 'dynamodb:BatchGetItem');
    this.handler.grantPutMetrics();
    this.grantLake(props);
    // Curation starts at 02:15 and has usually finished by now. If not, the rebuild run reads yesterday's lake.
    new ScheduledRun(this, 'EachNight', {
      handler: this.handler,
      schedule: ScheduleExpression.cron({ hour: String(NIGHTLY.hour), minute: String(NIGHTLY.minute) }),
      retryAttempts: 5,
      maxEventAge: Duration.hours(6),
    });
  }

  /** Runs that began at night. */
  metricStarts(): MathExpression {
    return nightlyStarts(this.handler, NIGHTLY);
  }

  /** Viewers whose profile was written. */
  metricViewers(): Metric {
    return ownMetric(this, FEATURES_METRICS.rebuiltViewers, { label: 'profiles written' });
  }

  /** The rebuilt viewers about whom the stream and the lake disagreed. */
  metricDrifted(): Metric {
    return ownMetric(this, FEATURES_METRICS.driftedViewers, { label: 'viewers whose stream and lake disagreed' });
  }

  /** The duration of the longest rebuild run, ms. */
  metricTime(): Metric {
    return ownMetric(this, FEATURES_METRICS.rebuildTime, { statistic: 'Maximum', label: 'longest rebuild' });
  }

  private createHandler(props: RebuildFeaturesProps): Handler<RebuildFeaturesEnv> {
    const { config, bucket, tables, workgroup, features, catalog } = props;
    return new Handler<RebuildFeaturesEnv>(this, 'Function', {
      step: 'rebuild-features',
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        DATABASE_NAME: tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        REBUILD_QUEUE_URL: this.runs.queue.queueUrl,
        REBUILD_DEAD_LETTERS_URL: this.runs.deadLetters.queueUrl,
        FEATURES_TABLE_NAME: features.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        FEATURE_RETENTION_DAYS: String(config.retention.toDays()),
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: 1_769,
      timeout: RUN_TIMEOUT,
      allowRecursion: true,
      description: 'Runs the steps of rebuild runs.',
      sqlFolders: ['features'],
    });
  }

  private grantLake({ bucket, tables, workgroup }: RebuildFeaturesProps): void {
    const { role } = this.handler;
    workgroup.grantQuery(this.handler);
    tables.grantDefinitions(this.handler, SESSIONS, ERASED_VIEWERS);
    bucket.grantReadObjects(this.handler, ...READ_PREFIXES, `${REBUILD_PREFIX}/`);
    bucket.grantAthenaOutput(this.handler, `${REBUILD_PREFIX}/`);
    bucket.grantDeleteObjects(this.handler, `${REBUILD_PREFIX}/`);
    acknowledge(
      role,
      'It reads playbacks and the results of its workgroup; keys contain dates and run ids.',
      ...[...READ_PREFIXES, `${REBUILD_PREFIX}/`].map((prefix) => bucket.objectsFinding(prefix, role)),
      workgroup.resultsFinding(role),
    );
  }
}
