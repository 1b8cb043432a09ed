import { Duration } from 'aws-cdk-lib';
import type { Metric, MetricOptions } from 'aws-cdk-lib/aws-cloudwatch';
import { MetricType, StartingPosition } from 'aws-cdk-lib/aws-lambda';
import { KinesisEventSource } from 'aws-cdk-lib/aws-lambda-event-sources';
import { Construct } from 'constructs';
import { FEATURES_METRICS } from '../../domain/features/metrics';
import type { UpdateFeaturesEnv } from '../../lambdas/features/update-features/env';
import type { StageConfig } from '../stages/config';
import type { CatalogTable } from './catalog-table';
import type { EventStream } from '../ingest/event-stream';
import { FailedBatches } from '../foundation/failed-batches';
import type { FeaturesTable } from './features-table';
import { Handler } from '../foundation/handler';
import { givenUpBy, MAXIMUM_BY_MINUTE, ownMetric } from '../foundation/metrics';

/** Properties of an {@link UpdateFeatures}. */
export interface UpdateFeaturesProps {
  readonly stage: StageConfig;
  readonly events: EventStream;
  readonly features: FeaturesTable;
  readonly catalog: CatalogTable;
}

/** Takes the stream into the viewers' features, a second after it came. A batch that fails to the end is kept in a bucket. */
export class UpdateFeatures extends Construct {
  readonly handler: Handler<UpdateFeaturesEnv>;
  private readonly source: KinesisEventSource;
  private readonly stage: StageConfig;

  constructor(scope: Construct, id: string, { stage, events, features, catalog }: UpdateFeaturesProps) {
    super(scope, id);
    this.stage = stage;
    const failedBatches = new FailedBatches(this, 'FailedBatches', stage);
    this.handler = new Handler<UpdateFeaturesEnv>(this, 'Function', {
      subsystem: 'features',
      step: 'update-features',
      stage,
      environment: {
        FEATURES_TABLE_NAME: features.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        ...failedBatches.environment,
      },
      memoryMiB: 1_769,
      timeout: Duration.seconds(30),
      description: 'Takes batches of viewing events into the features of their viewers.',
    });
    this.source = new KinesisEventSource(events.stream, {
      startingPosition: StartingPosition.TRIM_HORIZON,
      batchSize: 1_000,
      maxBatchingWindow: Duration.seconds(1), // features may be three seconds old, and a call writes up to 25 playbacks
      parallelizationFactor: stage.features.lanes,
      bisectBatchOnError: true,
      reportBatchItemFailures: true,
      // By age, not by count: a table that is down for most of an hour must not cost a batch.
      maxRecordAge: Duration.hours(1),
      onFailure: failedBatches,
      metricsConfig: { metrics: [MetricType.EVENT_COUNT] },
    });
    this.handler.addEventSource(this.source);
    features.grant(this.handler, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
    catalog.grant(this.handler, 'dynamodb:BatchGetItem');
    failedBatches.grantSetAside(this.handler);
  }

  /** How old the last record of a batch is when it is taken in, ms. */
  metricIteratorAge(options?: MetricOptions): Metric {
    return this.handler.metric('IteratorAge', { ...MAXIMUM_BY_MINUTE, ...options });
  }

  /** Records in batches that were given up and kept in the bucket. */
  metricGivenUp(options?: MetricOptions): Metric {
    return givenUpBy(this.source, options);
  }

  /** Playbacks that were written. */
  metricWrites(): Metric {
    return ownMetric(this.stage, FEATURES_METRICS.featureWrites, { label: 'playbacks written' });
  }

  /** From the receipt of an event until it is in the features, ms. */
  metricDelay(statistic: 'p50' | 'p99'): Metric {
    return ownMetric(this.stage, FEATURES_METRICS.featuresDelay, { statistic, label: statistic });
  }
}
