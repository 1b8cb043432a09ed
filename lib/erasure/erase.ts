import type { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ERASURE_METRICS } from '../../domain/erasure/metrics';
import { CURATED_TABLES, ERASED_VIEWERS, QUARANTINED_EVENTS, RAW_VIEWING_EVENTS } from '../../domain/lake';
import type { EraseEnv } from '../../lambdas/erasure/erase/env';
import { acknowledge } from '../foundation/acknowledge';
import { Handler } from '../foundation/handler';
import { MAXIMUM_BY_MINUTE, metricsNamespace, ownMetric } from '../foundation/metrics';
import { RUN_TIMEOUT, RunQueue } from '../foundation/run-queue';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';
import type { FeaturesTable } from '../features';
import type { Overflow, Quarantine } from '../ingest';
import type { LakeBucket, LakeTables, Workgroup } from '../lake';
import type { LoadWarehouse } from '../warehouse';

/**
 * The prefixes of the lake that an erasure reads and rewrites: raw events, curated tables, and the records of erasures.
 */
const PREFIXES = ['raw/', 'curated/', 'erasures/'];
/** The records of curation runs: an erasure does not start while one is running. */
const RUNS_PREFIX = 'curation/runs/';
/** The prefix of the quarantine's objects in its own bucket. */
const QUARANTINE_PREFIX = `${QUARANTINED_EVENTS.prefix}/`;

/** Properties of {@link Erase}. */
export interface EraseProps {
  readonly bucket: LakeBucket;
  readonly tables: LakeTables;
  readonly workgroup: Workgroup;
  /** Where accepted events wait that a stream refused. */
  readonly overflow: Overflow;
  readonly quarantine: Quarantine;
  readonly features: FeaturesTable;
  /** Erases viewers from the warehouse, and confirms it. */
  readonly loadWarehouse: LoadWarehouse;
  /** The stage's stores, as {@link viewerStores} describes them. */
  readonly stores: string;
  /** The number of statements into which curation divides a date of events. */
  readonly curationSlices: number;
  /** The time after a request at which every accepted event of the viewer is in the lake and in the ledger's accounts. */
  readonly settledAfter: Duration;
}

/**
 * Removes a viewer from the lake, the features, the warehouse and the quarantine. An erasure is a message that each step
 * sends on, like a curation run.
 */
export class Erase extends Construct {
  readonly runs: RunQueue;

  constructor(scope: Construct, id: string, props: EraseProps) {
    super(scope, id);
    this.runs = new RunQueue(this, 'Runs', 'erasure', NO_VIEWER_DATA); // ids of requests, dates and counts
    const handler = this.createHandler(props);
    handler.addEventSource(new SqsEventSource(this.runs.queue, { batchSize: 1, maxConcurrency: 2 }));
    this.runs.grantSend(handler);
    this.grantStores(handler, props);
  }

  /** The age of the oldest erasure that is running or has just finished, ms. */
  metricAge(): Metric {
    return ownMetric(this, ERASURE_METRICS.erasureAge, { ...MAXIMUM_BY_MINUTE, label: 'oldest erasure' });
  }

  private createHandler(props: EraseProps): Handler<EraseEnv> {
    const { bucket, tables, workgroup, overflow, quarantine, features, loadWarehouse } = props;
    const { curationSlices, settledAfter, stores } = props;
    return new Handler<EraseEnv>(this, 'Function', {
      step: 'erase',
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        DATABASE_NAME: tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        ERASURE_QUEUE_URL: this.runs.queue.queueUrl,
        ERASURE_DEAD_LETTERS_URL: this.runs.deadLetters.queueUrl,
        CURATION_SLICES: String(curationSlices),
        SETTLED_AFTER_SECONDS: String(settledAfter.toSeconds()),
        OVERFLOW_QUEUE_URL: overflow.queue.queueUrl,
        FEATURES_TABLE_NAME: features.tableName,
        LOAD_WAREHOUSE_NAME: loadWarehouse.handler.functionName,
        QUARANTINE_BUCKET_NAME: quarantine.bucket.bucketName,
        VIEWER_STORES: stores,
        METRICS_NAMESPACE: metricsNamespace(this),
      },
      memoryMiB: 512,
      timeout: RUN_TIMEOUT,
      allowRecursion: true,
      description: 'Runs the steps of erasures of viewers.',
      sqlFolders: ['erasure', 'lake'],
    });
  }

  private grantStores(
    handler: Handler<EraseEnv>,
    { bucket, tables, workgroup, overflow, quarantine, features, loadWarehouse }: EraseProps,
  ): void {
    const { role } = handler;
    workgroup.grantQuery(handler);
    workgroup.grantRows(handler);
    tables.grantDefinitions(handler, RAW_VIEWING_EVENTS, ERASED_VIEWERS, ...CURATED_TABLES);
    tables.grantPartitions(handler, ...CURATED_TABLES);
    bucket.grantAthenaOutput(handler, ...PREFIXES);
    bucket.grantDeleteObjects(handler, ...PREFIXES);
    bucket.grantPurge(handler, ...PREFIXES);
    bucket.grantReadObjects(handler, ...PREFIXES, RUNS_PREFIX);
    quarantine.bucket.grantReadObjects(handler, QUARANTINE_PREFIX);
    quarantine.bucket.grantPutObjects(handler, QUARANTINE_PREFIX);
    quarantine.bucket.grantPurge(handler, QUARANTINE_PREFIX);
    overflow.queue.grant(handler, 'sqs:GetQueueAttributes');
    features.grant(handler, 'dynamodb:Query', 'dynamodb:DeleteItem');
    loadWarehouse.grantStart(handler);
    handler.grantPutMetrics();
    acknowledge(
      role,
      'It rewrites raw events, curated tables and the quarantine, and reads the results of its own workgroup; keys contain dates and run ids.',
      ...[...PREFIXES, RUNS_PREFIX].map((prefix) => bucket.objectsFinding(prefix, role)),
      quarantine.bucket.objectsFinding(QUARANTINE_PREFIX, role),
      workgroup.resultsFinding(role),
    );
  }
}
