import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config';
import { LedgerAlarms } from './constructs/ledger-alarms';
import { Reconcile } from './constructs/reconcile';
import type { HotStack } from './hot-stack';
import type { IngestStack } from './ingest-stack';
import type { LakeStack } from './lake-stack';
import type { QualityStack } from './quality-stack';

/** The paths that the ledger holds to each other, and whom it tells. */
export interface ReconciledStacks {
  readonly ingest: IngestStack;
  readonly quality: QualityStack;
  readonly lake: LakeStack;
  readonly hot: HotStack;
}

/** Whether every accepted event is everywhere it must be: notes and tables of every path → reconcile → accounts, metrics, alarms. */
export class LedgerStack extends Stack {
  readonly reconcile: Reconcile;
  readonly alarms: LedgerAlarms;

  constructor(scope: Construct, id: string, stage: StageConfig, paths: ReconciledStacks, props?: StackProps) {
    super(scope, id, props);
    this.reconcile = new Reconcile(this, 'Reconcile', { stage, ...paths });
    const { topic } = paths.quality;
    this.alarms = new LedgerAlarms(this, 'Alarms', { stage, reconcile: this.reconcile, topic });
  }
}
