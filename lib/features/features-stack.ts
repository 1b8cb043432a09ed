import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { EventStream, SuppressedViewers } from '../ingest';
import type { LakeBucket, LakeTables, Workgroup } from '../lake';
import { CatalogTable } from './catalog-table';
import type { FeaturesConfig } from './config';
import { featuresAlarms } from './features-alarms';
import { FeaturesDashboard } from './features-dashboard';
import { FeaturesTable } from './features-table';
import { RebuildFeatures } from './rebuild-features';
import { UpdateFeatures } from './update-features';

/** Properties of a {@link FeaturesStack}. */
export interface FeaturesStackProps {
  readonly config: FeaturesConfig;
  readonly events: EventStream;
  readonly suppressedViewers: SuppressedViewers;
  readonly bucket: LakeBucket;
  readonly tables: LakeTables;
  /** The workgroup of the rebuild's query. */
  readonly workgroup: Workgroup;
  readonly recipient: AlarmRecipient;
}

/** The features that recommendations read: viewing-events → update-features → features ← rebuild-features ← lake. */
export class FeaturesStack extends SubsystemStack {
  readonly features: FeaturesTable;

  constructor(scope: StageScope, subsystem: string, props: FeaturesStackProps) {
    super(scope, subsystem);
    const { config, events, suppressedViewers, recipient, ...lake } = props;
    const features = (this.features = new FeaturesTable(this, 'Features'));
    const catalog = new CatalogTable(this, 'Catalog');
    const updateFeatures = new UpdateFeatures(this, 'UpdateFeatures', {
      ...{ config, events, features, catalog, suppressedViewers },
    });
    const rebuildFeatures = new RebuildFeatures(this, 'RebuildFeatures', { config, ...lake, features, catalog });
    new PipelineAlarms(this, 'Alarms', recipient, featuresAlarms({ updateFeatures, rebuildFeatures }));
    new FeaturesDashboard(this, 'Dashboard', { updateFeatures, rebuildFeatures });
  }
}
