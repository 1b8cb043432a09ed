import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { PipelineAlarms } from './pipeline-alarms';
import { ShowLedger } from '../ledger/show-ledger';
import { ShowTopTitles } from '../live/show-top-titles';
import { FeaturesDashboard } from '../features/features-dashboard';
import { LakeDashboard } from '../lake/lake-dashboard';
import { LedgerDashboard } from '../ledger/ledger-dashboard';
import { LiveDashboard } from '../live/live-dashboard';
import { PipelineDashboard } from './pipeline-dashboard';
import { QualityDashboard } from '../quality/quality-dashboard';
import { WarehouseDashboard } from '../warehouse/warehouse-dashboard';
import type { WarehouseStack } from '../warehouse/warehouse-stack';
import type { ErasureStack } from '../erasure/erasure-stack';
import type { FeaturesStack } from '../features/features-stack';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LakeStack } from '../lake/lake-stack';
import type { LedgerStack } from '../ledger/ledger-stack';
import type { LiveStack } from '../live/live-stack';
import type { QualityStack } from '../quality/quality-stack';

/** The stacks that operations looks at. */
export interface WatchedStacks {
  readonly ingest: IngestStack;
  readonly live: LiveStack;
  readonly quality: QualityStack;
  readonly lake: LakeStack;
  readonly features: FeaturesStack;
  readonly ledger: LedgerStack;
  readonly warehouse: WarehouseStack;
  readonly erasure: ErasureStack;
}

/** What operations looks at: dashboards of the others' own metrics, and alarms on the pipeline itself. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, stage: StageConfig, watched: WatchedStacks, props?: StackProps) {
    super(scope, id, props);
    const { ingest, live, quality, lake, features, ledger, warehouse } = watched;
    const alarms = new PipelineAlarms(this, 'PipelineAlarms', { stage, topic: quality.topic, ...watched });
    const showTopTitles = new ShowTopTitles(this, 'ShowTopTitles', { stage, liveCounts: live.liveCounts });
    new LiveDashboard(this, 'LiveDashboard', { stage, publishCounts: live.publishCounts, showTopTitles });
    new QualityDashboard(this, 'QualityDashboard', { stage, alarms: quality.alarms });
    new PipelineDashboard(this, 'PipelineDashboard', { stage, alarms, ...watched });
    new LakeDashboard(this, 'LakeDashboard', { stage, lake });
    new FeaturesDashboard(this, 'FeaturesDashboard', { stage, features });
    const showLedger = new ShowLedger(this, 'ShowLedger', { stage, ledger: ingest.ledger });
    new LedgerDashboard(this, 'LedgerDashboard', { stage, ledger, showLedger });
    new WarehouseDashboard(this, 'WarehouseDashboard', { stage, warehouse });
  }
}
