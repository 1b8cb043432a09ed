import { Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { LedgerAlarms } from './ledger-alarms';
import { Reconcile } from './reconcile';
import type { WarehouseStack } from '../warehouse/warehouse-stack';
import type { IngestStack } from '../ingest/ingest-stack';
import type { LakeStack } from '../lake/lake-stack';
import type { QualityStack } from '../quality/quality-stack';

/** The paths that the ledger holds to each other, and whom it tells. */
export interface ReconciledStacks {
  readonly ingest: IngestStack;
  readonly quality: QualityStack;
  readonly lake: LakeStack;
  readonly warehouse: WarehouseStack;
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
