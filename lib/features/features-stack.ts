import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { CatalogTable } from './catalog-table';
import { FeaturesTable } from './features-table';
import { RebuildFeatures } from './rebuild-features';
import { UpdateFeatures } from './update-features';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LakeStack } from '../lake/lake-stack';

/** The stacks that features are made from. */
export interface FeatureSources {
  readonly ingest: IngestStack;
  readonly lake: LakeStack;
}

/** What recommendations read of a viewer: viewing-events → update-features → features ← rebuild-features ← lake. */
export class FeaturesStack extends Stack {
  readonly features: FeaturesTable;
  readonly updateFeatures: UpdateFeatures;
  readonly rebuildFeatures: RebuildFeatures;

  constructor(scope: Construct, id: string, stage: StageConfig, sources: FeatureSources, props?: StackProps) {
    super(scope, id, props);
    const { ingest, lake } = sources;
    this.features = new FeaturesTable(this, 'Features', stage);
    const catalog = new CatalogTable(this, 'Catalog', stage);
    const { features } = this;
    this.updateFeatures = new UpdateFeatures(this, 'UpdateFeatures', {
      stage,
      events: ingest.events,
      features,
      catalog,
    });
    this.rebuildFeatures = new RebuildFeatures(this, 'RebuildFeatures', { stage, lake, features, catalog });
  }
}
