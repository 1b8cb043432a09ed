import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SqsEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { ERASURE_METRICS } from '../../domain/erasure/metrics';
import type { EraseEnv } from '../../lambdas/erasure/erase/env';
import type { StageConfig } from '../stages/config';
import type { LakeStack } from '../lake/lake-stack';
import { acknowledge } from '../foundation/acknowledge';
import type { FeaturesTable } from '../features/features-table';
import { Handler } from '../foundation/handler';
import {
  acknowledgePutMetrics,
  grantPutMetrics,
  MAXIMUM_BY_MINUTE,
  metricsNamespace,
  ownMetric,
} from '../foundation/metrics';
import { RUN_TIMEOUT, RunQueue } from '../foundation/run-queue';

/** Below these an erasure reads and writes: what arrived, what was made of it, and its own records. */
const PREFIXES = ['raw/', 'curated/', 'erasures/'];

/** Properties of an {@link Erase}. */
export interface EraseProps {
  readonly stage: StageConfig;
  readonly lake: LakeStack;
  readonly features: FeaturesTable;
}

/** Removes a viewer from the lake and the features: an erasure is a message that travels from step to step, as a run of curation is. */
export class Erase extends Construct {
  readonly handler: Handler<EraseEnv>;
  readonly runs: RunQueue;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, lake, features }: EraseProps) {
    super(scope, id);
    this.stage = stage;
    this.runs = new RunQueue(this, 'Runs', stage, 'erasure');
    const { queue, deadLetters } = this.runs;
    const { curation: workgroup, tables } = lake;
    const { bucket } = lake.lake;
    this.handler = new Handler<EraseEnv>(this, 'Function', {
      subsystem: 'erasure',
      step: 'erase',
      stage,
      environment: {
        LAKE_BUCKET_NAME: bucket.bucketName,
        DATABASE_NAME: tables.database.databaseName,
        WORKGROUP_NAME: workgroup.name,
        ERASURE_QUEUE_URL: queue.queueUrl,
        ERASURE_DEAD_LETTERS_URL: deadLetters.queueUrl,
        CURATION_SLICES: String(stage.lake.curationSlices),
        SETTLED_AFTER_SECONDS: String(settledAfter(stage).toSeconds()),
        FEATURES_TABLE_NAME: features.tableName,
        METRICS_NAMESPACE: metricsNamespace(stage),
      },
      memoryMiB: 512,
      timeout: RUN_TIMEOUT,
      goesOnByItself: true,
      description: 'Takes erasures of viewers from step to step.',
      sqlFolders: ['sql/erasure', 'sql/lake'],
    });
    this.handler.addEventSource(new SqsEventSource(queue, { batchSize: 1, maxConcurrency: 2 }));
    this.runs.grantSend(this.handler);
    workgroup.grantQuery(this.handler);
    tables.grantCuration(this.handler);
    for (const prefix of PREFIXES) bucket.grantObjects(this.handler, prefix);
    bucket.grantPurge(this.handler, ...PREFIXES);
    bucket.grantReadObjects(this.handler, 'curation/runs/');
    features.grant(this.handler, 'dynamodb:Query', 'dynamodb:DeleteItem');
    grantPutMetrics(this.handler, stage);
    const role = this.handler.role ?? this.handler;
    acknowledgePutMetrics(role);
    acknowledge(
      role,
      'It rewrites what arrived and what was made of it, and reads the answers of its own workgroup, under keys that dates and runs make up.',
      ...[...PREFIXES, 'curation/runs/'].map((prefix) => bucket.objectsFinding(prefix, role)),
      workgroup.resultsFinding(role),
    );
  }

  /** How long ago erasures were asked for that go on, or have just come to their end, ms. */
  metricAge(): Metric {
    return ownMetric(this.stage, ERASURE_METRICS.erasureAge, { ...MAXIMUM_BY_MINUTE, label: 'oldest erasure' });
  }
}

/** When Firehose has put what came, and the ledger has seen it there: what is erased before that would be called lost. */
const settledAfter = ({ lake: { buffer }, ledger: { period, paths } }: StageConfig): Duration => {
  const [delivered, seen] = [buffer.interval.plus(Duration.minutes(1)), period.plus(period).plus(paths.raw.from)];
  return Duration.seconds(Math.max(delivered.toSeconds(), seen.toSeconds()));
};
