import { Duration } from 'aws-cdk-lib';
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { Construct } from 'constructs';
import { FEATURES_METRICS } from '../../domain/features/metrics';
import type { UpdateFeaturesEnv } from '../../lambdas/features/update-features/env';
import { FailedBatches } from '../foundation/failed-batches';
import { Handler } from '../foundation/handler';
import { ownMetric } from '../foundation/metrics';
import { StreamReader } from '../foundation/stream-reader';
import type { EventStream, SuppressedViewers } from '../ingest';
import type { CatalogTable } from './catalog-table';
import type { FeaturesConfig } from './config';
import type { FeaturesTable } from './features-table';

/** Properties of {@link UpdateFeatures}. */
export interface UpdateFeaturesProps {
  readonly config: FeaturesConfig;
  readonly events: EventStream;
  readonly features: FeaturesTable;
  readonly catalog: CatalogTable;
  readonly suppressedViewers: SuppressedViewers;
}

/** Updates the features of viewers from batches of the stream, about a second after they arrive. */
export class UpdateFeatures extends Construct {
  readonly handler: Handler<UpdateFeaturesEnv>;
  readonly reader: StreamReader;

  constructor(scope: Construct, id: string, props: UpdateFeaturesProps) {
    super(scope, id);
    const { config, events, features, catalog, suppressedViewers } = props;
    const failedBatches = new FailedBatches(this, 'FailedBatches');
    this.handler = new Handler<UpdateFeaturesEnv>(this, 'Function', {
      step: 'update-features',
      environment: {
        FEATURES_TABLE_NAME: features.tableName,
        CATALOG_TABLE_NAME: catalog.tableName,
        ...suppressedViewers.listEnvironment,
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
    suppressedViewers.grantList(this.handler);
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
