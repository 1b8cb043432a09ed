import { Duration, Stack } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Schedule, ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { LambdaInvoke } from 'aws-cdk-lib/aws-scheduler-targets';
import { Construct } from 'constructs';
import { LAKE_METRICS } from '../../domain/lake/metrics';
import type { CurateEnv } from '../../lambdas/lake/curate/env';
import type { StageConfig } from '../stages/config';
import { acknowledge, logicalIdOf } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import type { LakeTables } from './lake-tables';
import { acknowledgePutMetrics, grantPutMetrics, metricsNamespace, ownMetric } from '../foundation/metrics';
import type { PrivateBucket } from '../foundation/private-bucket';
import { RUN_TIMEOUT, RunQueue } from '../foundation/run-queue';
import type { Workgroup } from './workgroup';

/** Properties of a {@link Curate}. */
export interface CurateProps {
  readonly stage: StageConfig;
  readonly bucket: PrivateBucket;
  readonly tables: LakeTables;
  readonly workgroup: Workgroup;
}

/** Raw → curated: a run is a message that travels from step to step, begun each night and on demand. */
export class Curate extends Construct {
  readonly handler: Handler<CurateEnv>;
  readonly runs: RunQueue;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, bucket, tables, workgroup }: CurateProps) {
    super(scope, id);
    this.stage = stage;
    this.runs = new RunQueue(this, 'Runs', stage, 'curation');
    const { queue, deadLetters } = this.runs;
    this.handler = new Handler<CurateEnv>(this, 'Function', {
      subsystem: 'lake',
      step: 'curate',
      stage,
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        DATABASE_NAME: tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        CURATION_QUEUE_URL: queue.queueUrl,
        CURATION_DEAD_LETTERS_URL: deadLetters.queueUrl,
        CURATION_SLICES: String(stage.lake.curationSlices),
        SUPERSEDED_RUN_GRACE_SECONDS: String(stage.lake.supersededRunGrace.toSeconds()),
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
      memoryMiB: 512,
      timeout: RUN_TIMEOUT,
      goesOnByItself: true,
      description: 'Takes runs of curation from step to step.',
      sqlFolders: ['sql/lake'],
    });
    this.handler.addEventSource(new SqsEventSource(queue, { batchSize: 1, maxConcurrency: 2 }));
    this.runs.grantSend(this.handler);
    workgroup.grantQuery(this.handler);
    tables.grantCuration(this.handler);
    bucket.grantObjects(this.handler);
    grantPutMetrics(this.handler, stage);
    const role = this.handler.role ?? this.handler;
    acknowledgePutMetrics(role);
    acknowledge(
      role,
      'It reads and rewrites the lake and the answers of its own workgroup, under keys that dates and runs make up.',
      bucket.objectsFinding(),
      workgroup.resultsFinding(),
    );
    this.schedule();
  }

  /** Runs that came to their end. */
  metricRuns(): Metric {
    return ownMetric(this.stage, LAKE_METRICS.curationRuns, { label: 'runs finished' });
  }

  /** Dates that were written anew. */
  metricDates(): Metric {
    return ownMetric(this.stage, LAKE_METRICS.curatedDates, { label: 'dates written' });
  }

  /** How long runs took, ms. */
  metricTime(): Metric {
    return ownMetric(this.stage, LAKE_METRICS.curationTime, { statistic: 'Maximum', label: 'longest run' });
  }

  /** Objects of raw that were moved aside. */
  metricAside(): Metric {
    return ownMetric(this.stage, LAKE_METRICS.rawObjectsAside, { label: 'objects moved aside' });
  }

  /** After the last events of a date have had two hours to arrive; those that come later restate it. */
  private schedule(): void {
    const role = new Role(this, 'SchedulerRole', {
      assumedBy: new ServicePrincipal('scheduler.amazonaws.com', {
        conditions: { StringEquals: { 'aws:SourceAccount': Stack.of(this).account } },
      }),
      description: 'Lets the Scheduler begin curation.',
    });
    const finding = `IAM5[Resource::<${logicalIdOf(this.handler)}.Arn>:*]`;
    acknowledge(role, "CDK's grant to invoke names every version of this one function.", finding);
    new Schedule(this, 'EachNight', {
      schedule: ScheduleExpression.cron({ hour: '2', minute: '15' }),
      description: 'Begins a run of curation.',
      target: new LambdaInvoke(this.handler, { role, retryAttempts: 5, maxEventAge: Duration.hours(6) }),
    });
  }
}
