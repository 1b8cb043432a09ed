import { AlarmStatusWidget, CustomWidget, Dashboard, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { DEVICE_TYPES } from '../../domain/families/viewing';
import type { Path } from '../../domain/ledger/account';
import type { StageConfig } from '../stages/config';
import type { Reconcile } from './reconcile';
import type { ShowLedger } from './show-ledger';
import type { LedgerStack } from './ledger-stack';
import { figures, FULL_WIDTH, graph, graphWithThreshold } from '../foundation/widgets';

/** Properties of a {@link LedgerDashboard}. */
export interface LedgerDashboardProps {
  readonly stage: StageConfig;
  readonly ledger: LedgerStack;
  readonly showLedger: ShowLedger;
}

/** Whether every accepted event is everywhere it must be. */
export class LedgerDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, ledger, showLedger }: LedgerDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-ledger` });
    const { reconcile, alarms } = ledger;
    const paths = Object.keys(stage.ledger.paths) as Path[];
    this.addWidgets(
      new AlarmStatusWidget({ title: 'Alarms', alarms: [...alarms.all], width: FULL_WIDTH, height: 3 }),
      figures('Events received in the last hour, by path', [
        reconcile.metricExpected('counted').with({ label: 'accepted' }),
        ...paths.map((path) => reconcile.metricFound(path)),
        reconcile.metricLost().with({ label: 'lost' }),
      ]),
    );
    this.addPaths(reconcile, paths);
    this.addSequences(reconcile);
    this.addWidgets(
      new CustomWidget({
        title: 'By hour of receipt, and loss before the collector',
        functionArn: showLedger.handler.functionArn,
        updateOnRefresh: true,
        updateOnResize: false,
        updateOnTimeRangeChange: false,
        width: FULL_WIDTH,
        height: 10,
      }),
    );
  }
  private addPaths(reconcile: Reconcile, paths: readonly Path[]): void {
    const each = (metricOf: (path: Path) => IMetric) => paths.map(metricOf);
    this.addWidgets(
      graphWithThreshold(
        'Lost, by path',
        each((path) => reconcile.metricLost(path)),
        0,
      ),
      graph(
        'Not there yet, by path',
        each((path) => reconcile.metricPending(path)),
      ),
      graph(
        'Not announced, by path',
        each((path) => reconcile.metricUnannounced(path)),
      ),
    );
  }

  private addSequences(reconcile: Reconcile): void {
    this.addWidgets(
      graph(
        'Sequence numbers that never came, by device',
        DEVICE_TYPES.map((device) => reconcile.metricSequenceGaps(device)),
      ),
      graph(
        'Sequence numbers heard of, by device',
        DEVICE_TYPES.map((device) => reconcile.metricSequenceNumbers(device)),
      ),
      graph('Runs that looked at every path', [reconcile.metricRuns()]),
    );
  }
}
