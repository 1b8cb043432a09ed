import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { FEATURES_METRICS } from '../../domain/features/metrics';
import { ERASED_VIEWERS, REBUILD_PREFIX, SESSIONS } from '../../domain/lake';
import type { RebuildFeaturesEnv } from '../../lambdas/features/rebuild-features/env';
import type { StageConfig } from '../stages/config';
import type { LakeStack } from '../lake/lake-stack';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import type { CatalogTable } from './catalog-table';
import type { FeaturesTable } from './features-table';
import { Handler } from '../foundation/handler';
import { acknowledgePutMetrics, grantPutMetrics, metricsNamespace, ownMetric } from '../foundation/metrics';
import { RUN_TIMEOUT, RunQueue } from '../foundation/run-queue';

/** Below these it reads the lake: playbacks, who is left out, and how far curation is. */
const READ_PREFIXES = [`${SESSIONS.prefix}/`, `${ERASED_VIEWERS.prefix}/`, 'curation/'];
/** Parts of an answer that are worked on at a time: what a new on-demand table takes. */
const PARTS_AT_ONCE = 8;

/** Properties of a {@link RebuildFeatures}. */
export interface RebuildFeaturesProps {
  readonly stage: StageConfig;
  readonly lake: LakeStack;
  readonly features: FeaturesTable;
  readonly catalog: CatalogTable;
}

/** Makes every viewer's profile anew from the lake, each night and on demand: one question, and a message for each object of the answer. */
export class RebuildFeatures extends Construct {
  readonly handler: Handler<RebuildFeaturesEnv>;
  readonly runs: RunQueue;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, lake, features, catalog }: RebuildFeaturesProps) {
    super(scope, id);
    this.stage = stage;
    this.runs = new RunQueue(this, 'Runs', stage, 'rebuild');
    const { queue, deadLetters } = this.runs;
    this.handler = new Handler<RebuildFeaturesEnv>(this, 'Function', {
      subsystem: 'features',
      step: 'rebuild-features',
      stage,
      environment: {
        LAKE_BUCKET_NAME: lake.lake.bucket.bucketName,
        DATABASE_NAME: lake.tables.database.databaseName,
        WORKGROUP_NAME: lake.curation.name,
        REBUILD_QUEUE_URL: queue.queueUrl,
        REBUILD_DEAD_LETTERS_URL: deadLetters.queueUrl,
        FEATURES_TABLE_NAME: features.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        FEATURE_RETENTION_DAYS: String(stage.features.retention.toDays()),
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
      memoryMiB: 1_769,
      timeout: RUN_TIMEOUT,
      goesOnByItself: true,
      description: 'Takes rebuilds of the profiles from step to step.',
      sqlFolders: ['sql/features'],
    });
    this.handler.addEventSource(new SqsEventSource(queue, { batchSize: 1, maxConcurrency: PARTS_AT_ONCE }));
    this.runs.grantSend(this.handler);
    features.grant(this.handler, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
    catalog.grant(this.handler, 'dynamodb:BatchGetItem');
    grantPutMetrics(this.handler, stage);
    acknowledgePutMetrics(this.handler.role ?? this.handler);
    this.grantLake(lake);
    this.schedule();
  }

  /** Viewers whose profile was written. */
  metricViewers(): Metric {
    return ownMetric(this.stage, FEATURES_METRICS.rebuiltViewers, { label: 'profiles written' });
  }

  /** Of these: whom the stream knew otherwise. */
  metricDrifted(): Metric {
    return ownMetric(this.stage, FEATURES_METRICS.driftedViewers, { label: 'viewers whom the stream knew otherwise' });
  }

  /** How long rebuilds took, ms. */
  metricTime(): Metric {
    return ownMetric(this.stage, FEATURES_METRICS.rebuildTime, { statistic: 'Maximum', label: 'longest rebuild' });
  }

  private grantLake({ lake: { bucket }, tables, curation }: LakeStack): void {
    curation.grantQuery(this.handler);
    tables.grantDefinitions(this.handler);
    for (const prefix of READ_PREFIXES) bucket.grantReadObjects(this.handler, prefix);
    bucket.grantObjects(this.handler, `${REBUILD_PREFIX}/`);
    const role = this.handler.role ?? this.handler;
    acknowledge(
      role,
      'It reads playbacks and the answers of its workgroup, under keys that dates and runs make up.',
      ...[...READ_PREFIXES, `${REBUILD_PREFIX}/`].map((prefix) => bucket.objectsFinding(prefix, role)),
      curation.resultsFinding(role),
    );
  }

  /** When curation, begun at a quarter past two, has most often come to its end; where it has not, yesterday's lake is read. */
  private schedule(): void {
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Lets the Scheduler begin a rebuild of the profiles.',
    });
    const finding = `IAM5[Resource::<${logicalIdOf(this.handler)}.Arn>:*]`;
    acknowledge(role, "CDK's grant to invoke names every version of this one function.", finding);
    new Schedule(this, 'EachNight', {
      schedule: ScheduleExpression.cron({ hour: '4', minute: '45' }),
      description: 'Begins a rebuild of the profiles.',
      target: new LambdaInvoke(this.handler, { role, retryAttempts: 5, maxEventAge: Duration.hours(6) }),
    });
  }
}
