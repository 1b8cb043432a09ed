import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config';
import { PipelineAlarms } from './constructs/pipeline-alarms';
import { ShowLedger } from './constructs/show-ledger';
import { ShowTopTitles } from './constructs/show-top-titles';
import { FeaturesDashboard } from './dashboards/features-dashboard';
import { LakeDashboard } from './dashboards/lake-dashboard';
import { LedgerDashboard } from './dashboards/ledger-dashboard';
import { LiveDashboard } from './dashboards/live-dashboard';
import { PipelineDashboard } from './dashboards/pipeline-dashboard';
import { QualityDashboard } from './dashboards/quality-dashboard';
import { WarehouseDashboard } from './dashboards/warehouse-dashboard';
import type { HotStack } from './hot-stack';
import type { ErasureStack } from './erasure-stack';
import type { FeaturesStack } from './features-stack';
import type { IngestStack } from './ingest-stack';
import type { LakeStack } from './lake-stack';
import type { LedgerStack } from './ledger-stack';
import type { LiveStack } from './live-stack';
import type { QualityStack } from './quality-stack';

/** The stacks that operations looks at. */
export interface WatchedStacks {
  readonly ingest: IngestStack;
  readonly live: LiveStack;
  readonly quality: QualityStack;
  readonly lake: LakeStack;
  readonly features: FeaturesStack;
  readonly ledger: LedgerStack;
  readonly hot: HotStack;
  readonly erasure: ErasureStack;
}

/** What operations looks at: dashboards of the others' own metrics, and alarms on the pipeline itself. */
export class OperationsStack extends Stack {
  constructor(scope: Construct, id: string, stage: StageConfig, watched: WatchedStacks, props?: StackProps) {
    super(scope, id, props);
    const { ingest, live, quality, lake, features, ledger, hot } = watched;
    const alarms = new PipelineAlarms(this, 'PipelineAlarms', { stage, topic: quality.topic, ...watched });
    const showTopTitles = new ShowTopTitles(this, 'ShowTopTitles', { stage, liveCounts: live.liveCounts });
    new LiveDashboard(this, 'LiveDashboard', { stage, publishCounts: live.publishCounts, showTopTitles });
    new QualityDashboard(this, 'QualityDashboard', { stage, alarms: quality.alarms });
    new PipelineDashboard(this, 'PipelineDashboard', { stage, alarms, ...watched });
    new LakeDashboard(this, 'LakeDashboard', { stage, lake });
    new FeaturesDashboard(this, 'FeaturesDashboard', { stage, features });
    const showLedger = new ShowLedger(this, 'ShowLedger', { stage, ledger: ingest.ledger });
    new LedgerDashboard(this, 'LedgerDashboard', { stage, ledger, showLedger });
    new WarehouseDashboard(this, 'WarehouseDashboard', { stage, hot });
  }
}
