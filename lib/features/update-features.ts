import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { SUPPRESSION_LIST_KEY } from '../../domain/erasure';
import { FEATURES_METRICS } from '../../domain/features/metrics';
import type { UpdateFeaturesEnv } from '../../lambdas/features/update-features/env';
import { acknowledge } from '../foundation/acknowledge';
import { FailedBatches } from '../foundation/failed-batches';
import { Handler } from '../foundation/handler';
import { ownMetric } from '../foundation/metrics';
import { StreamReader } from '../foundation/stream-reader';
import type { EventStream } from '../ingest';
import type { LakeBucket } from '../lake';
import type { CatalogTable } from './catalog-table';
import type { FeaturesConfig } from './config';
import type { FeaturesTable } from './features-table';

/** Properties of {@link UpdateFeatures}. */
export interface UpdateFeaturesProps {
  readonly config: FeaturesConfig;
  readonly events: EventStream;
  readonly features: FeaturesTable;
  readonly catalog: CatalogTable;
  /** Holds the list of erased viewers. */
  readonly bucket: LakeBucket;
}

/** Updates the features of viewers from batches of the stream, about a second after they arrive. */
export class UpdateFeatures extends Construct {
  readonly handler: Handler<UpdateFeaturesEnv>;
  readonly reader: StreamReader;

  constructor(scope: Construct, id: string, { config, events, features, catalog, bucket }: UpdateFeaturesProps) {
    super(scope, id);
    const failedBatches = new FailedBatches(this, 'FailedBatches');
    this.handler = new Handler<UpdateFeaturesEnv>(this, 'Function', {
      step: 'update-features',
      environment: {
        FEATURES_TABLE_NAME: features.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        LAKE_BUCKET_NAME: bucket.bucketName,
        ...failedBatches.environment,
      },
      memoryMiB: 1_769,
      timeout: Duration.seconds(30),
      description: 'Updates the features of viewers from batches of viewing events.',
    });
    this.reader = new StreamReader(this, 'Reader', {
      stream: events.stream,
      handler: this.handler,
      failedBatches,
      lanes: config.lanes,
      maxRecordAge: Duration.hours(1),
    });
    features.grant(this.handler, 'dynamodb:BatchGetItem', 'dynamodb:BatchWriteItem');
    catalog.grant(this.handler, 'dynamodb:BatchGetItem');
    bucket.grantReadObjects(this.handler, SUPPRESSION_LIST_KEY);
    const { role } = this.handler;
    acknowledge(role, 'It reads the list of erased viewers.', bucket.objectsFinding(SUPPRESSION_LIST_KEY, role));
  }

  /** Playbacks that were written. */
  metricWrites(): Metric {
    return ownMetric(this, FEATURES_METRICS.featureWrites, { label: 'playbacks written' });
  }

  /** The time from the receipt of an event until it is in the features, ms. */
  metricDelay(statistic: 'p50' | 'p99'): Metric {
    return ownMetric(this, FEATURES_METRICS.featuresDelay, { statistic, label: statistic });
  }
}
