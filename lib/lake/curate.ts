import { Duration } from 'aws-cdk-lib';
import type { MathExpression, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { ScheduleExpression } from 'aws-cdk-lib/aws-scheduler';
import { Construct } from 'constructs';
import { LAKE_METRICS } from '../../domain/lake/metrics';
import {
  CURATED_PREFIX,
  CURATED_TABLES,
  CURATION_PREFIX,
  ERASED_VIEWERS,
  RAW_ASIDE_PREFIX,
  RAW_VIEWING_EVENTS,
} from '../../domain/lake/tables';
import type { CurateEnv } from '../../lambdas/lake/curate/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { metricsNamespace, ownMetric } from '../foundation/metrics';
import { nightlyStarts, type TimeOfDay } from '../foundation/nightly-start';
import type { PrivateBucket } from '../foundation/private-bucket';
import { RUN_TIMEOUT, RunQueue } from '../foundation/run-queue';
import { ScheduledRun } from '../foundation/scheduled-run';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import type { LakeConfig } from './config';
import type { LakeTables } from './lake-tables';
import type { Workgroup } from './workgroup';

/** The prefixes of the lake that it reads or writes. */
const RAW = `${RAW_VIEWING_EVENTS.prefix}/`;
const ERASED = `${ERASED_VIEWERS.prefix}/`;
const CURATED = `${CURATED_PREFIX}/`;
const ASIDE = `${RAW_ASIDE_PREFIX}/`;
const PROGRESS = `${CURATION_PREFIX}/`;

/** Properties of {@link Curate}. */
export interface CurateProps {
  readonly config: LakeConfig;
  readonly bucket: PrivateBucket;
  readonly tables: LakeTables;
  readonly workgroup: Workgroup;
}

/** When a run begins, UTC. */
const NIGHTLY: TimeOfDay = { hour: 2, minute: 15 };

/**
 * Raw → curated. A curation run is a message that each step sends on to the next. One run starts each night, others on
 * demand.
 */
export class Curate extends Construct {
  readonly handler: Handler<CurateEnv>;
  readonly runs: RunQueue;

  constructor(scope: Construct, id: string, { config, bucket, tables, workgroup }: CurateProps) {
    super(scope, id);
    this.runs = new RunQueue(this, 'Runs', 'curation', NO_VIEWER_DATA); // messages hold dates and progress
    const { queue, deadLetters } = this.runs;
    this.handler = new Handler<CurateEnv>(this, 'Function', {
      step: 'curate',
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        DATABASE_NAME: tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        CURATION_QUEUE_URL: queue.queueUrl,
        CURATION_DEAD_LETTERS_URL: deadLetters.queueUrl,
        CURATION_SLICES: String(config.curationSlices),
        LATE_EVENTS_SHARE: String(config.lateEvents.rewriteFromShare),
        LATE_DATES_PER_RUN: String(config.lateEvents.datesPerRun),
        SUPERSEDED_RUN_GRACE_SECONDS: String(config.supersededRunGrace.toSeconds()),
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: 512,
      timeout: RUN_TIMEOUT,
      allowRecursion: true,
      description: 'Runs the steps of curation runs.',
      sqlFolders: ['lake'],
    });
    this.handler.addEventSource(new SqsEventSource(queue, { batchSize: 1, maxConcurrency: 2 }));
    this.runs.grantSend(this.handler);
    workgroup.grantQuery(this.handler);
    workgroup.grantRows(this.handler);
    tables.grantDefinitions(this.handler, ...CURATED_TABLES, RAW_VIEWING_EVENTS, ERASED_VIEWERS);
    tables.grantPartitions(this.handler, ...CURATED_TABLES);
    bucket.grantReadObjects(this.handler, RAW, CURATED, ERASED, PROGRESS);
    bucket.grantDeleteObjects(this.handler, RAW, CURATED); // what cannot be read, and what a later run replaced
    bucket.grantPutObjects(this.handler, ASIDE, PROGRESS);
    bucket.grantAthenaOutput(this.handler, CURATED);
    this.handler.grantPutMetrics();
    acknowledge(
      this.handler.role,
      'It reads and rewrites the lake and reads the results of its own workgroup; keys contain dates and run ids.',
      ...[RAW, ERASED, PROGRESS, CURATED, ASIDE].map((prefix) => bucket.objectsFinding(prefix)),
      workgroup.resultsFinding(),
    );
    // The last events of a date have had two hours to arrive; if more arrive later, a later run rewrites the date.
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

  /** Runs that finished. */
  metricRuns(): Metric {
    return ownMetric(this, LAKE_METRICS.curationRuns, { label: 'runs finished' });
  }

  /** Dates that were rewritten. */
  metricDates(): Metric {
    return ownMetric(this, LAKE_METRICS.curatedDates, { label: 'dates written' });
  }

  /** The duration of the longest run, ms. */
  metricTime(): Metric {
    return ownMetric(this, LAKE_METRICS.curationTime, { statistic: 'Maximum', label: 'longest run' });
  }

  /** Raw objects that were moved aside. */
  metricAside(): Metric {
    return ownMetric(this, LAKE_METRICS.rawObjectsAside, { label: 'objects moved aside' });
  }
}
