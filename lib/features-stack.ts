import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config';
import { CatalogTable } from './constructs/catalog-table';
import { FeaturesTable } from './constructs/features-table';
import { UpdateFeatures } from './constructs/update-features';
import type { IngestStack } from './ingest-stack';

/** What recommendations read of a viewer: viewing-events → update-features → features. */
export class FeaturesStack extends Stack {
  readonly features: FeaturesTable;
  readonly updateFeatures: UpdateFeatures;

  constructor(scope: Construct, id: string, stage: StageConfig, { events }: IngestStack, props?: StackProps) {
    super(scope, id, props);
    this.features = new FeaturesTable(this, 'Features', stage);
    const catalog = new CatalogTable(this, 'Catalog', stage);
    const { features } = this;
    this.updateFeatures = new UpdateFeatures(this, 'UpdateFeatures', { stage, events, features, catalog });
  }
}
