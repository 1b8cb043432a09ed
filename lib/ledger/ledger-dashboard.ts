import { AlarmStatusWidget, Dashboard, type IAlarm, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DEVICE_TYPES } from '../../domain/families/viewing';
import type { Path } from '../../domain/ledger/paths';
import { nameIn } from '../foundation/subsystem-stack';
import { figures, FULL_WIDTH, graph, graphWithThreshold, renderedBy } from '../foundation/widgets';
import type { Reconcile } from './reconcile';
import type { ShowLedger } from './show-ledger';

/** Properties of a {@link LedgerDashboard}. */
export interface LedgerDashboardProps {
  readonly paths: readonly Path[];
  readonly reconcile: Reconcile;
  readonly alarms: readonly IAlarm[];
  readonly showLedger: ShowLedger;
}

/** Shows whether every accepted event reached every path. */
export class LedgerDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { paths, reconcile, alarms, showLedger }: LedgerDashboardProps) {
    super(scope, id, { dashboardName: nameIn(scope, 'ledger') });
    this.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms], width: FULL_WIDTH, height: 3 }),
      figures('Events received in the last hour, by path', [
        reconcile.metricExpected('counted').with({ label: 'accepted' }),
        ...paths.map((path) => reconcile.metricFound(path)),
        reconcile.metricLost().with({ label: 'lost' }),
      ]),
    );
    this.addPaths(reconcile, paths);
    this.addSequences(reconcile);
    this.addWidgets(
      renderedBy(showLedger.handler, 'Accounts by hour of receipt, and loss before the collector', {
        width: FULL_WIDTH,
        height: 10,
      }),
    );
  }

  private addPaths(reconcile: Reconcile, paths: readonly Path[]): void {
    const each = (metricOf: (path: Path) => IMetric) => paths.map(metricOf);
    const lost = each((path) => reconcile.metricLost(path));
    const pending = each((path) => reconcile.metricPending(path));
    const unannounced = each((path) => reconcile.metricUnannounced(path));
    this.addWidgets(
      graphWithThreshold('Lost, by path', lost, 0),
      graph('Missing but not overdue, by path', pending),
      graph('Without a note of acceptance, by path', unannounced),
    );
  }

  private addSequences(reconcile: Reconcile): void {
    const gaps = DEVICE_TYPES.map((device) => reconcile.metricSequenceGaps(device));
    const numbers = DEVICE_TYPES.map((device) => reconcile.metricSequenceNumbers(device));
    this.addWidgets(
      graph('Missing sequence numbers, by device', gaps),
      graph('Expected sequence numbers, by device', numbers),
      graph('Runs that checked every path', [reconcile.metricRuns()]),
    );
  }
}
