import type { Path } from '../../domain/ledger/paths';
import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { LedgerConfig } from './config';
import { ledgerAlarms } from './ledger-alarms';
import { LedgerDashboard } from './ledger-dashboard';
import { Reconcile, type ReconcileSources } from './reconcile';
import { ShowLedger } from './show-ledger';

/** Properties of a {@link LedgerStack}. */
export interface LedgerStackProps extends ReconcileSources {
  readonly config: LedgerConfig;
  readonly recipient: AlarmRecipient;
}

/**
 * Checks that every accepted event reaches every path: notes and tables of every path → reconcile → accounts, metrics,
 * alarms.
 */
export class LedgerStack extends SubsystemStack {
  constructor(scope: StageScope, subsystem: string, { config, recipient, ...sources }: LedgerStackProps) {
    super(scope, subsystem);
    const reconcile = new Reconcile(this, 'Reconcile', { config, ...sources });
    const showLedger = new ShowLedger(this, 'ShowLedger', sources.notes);
    const { all: alarms } = new PipelineAlarms(this, 'Alarms', recipient, ledgerAlarms(reconcile));
    const paths = Object.keys(config.paths) as Path[];
    new LedgerDashboard(this, 'Dashboard', { paths, reconcile, alarms, showLedger });
  }
}
