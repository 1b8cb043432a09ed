import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { SHOWN_DAYS } from '../../domain/hot/window';
import type { StageConfig } from '../config';
import { SUM_BY_MINUTE } from '../constructs/metrics';
import type { HotStack } from '../hot-stack';
import { graph } from './widgets';

/** Properties of a {@link WarehouseDashboard}. */
export interface WarehouseDashboardProps {
  readonly stage: StageConfig;
  readonly hot: HotStack;
}

/** Whether the last seven days are in the warehouse, and what it takes to keep and ask them. */
export class WarehouseDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { stage, hot: { warehouse, mirrorRecent } }: WarehouseDashboardProps) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-warehouse` });
    this.addWidgets(
      graph('Load lag (ms)', [mirrorRecent.metricLag()]),
      graph('Objects loaded', [mirrorRecent.metricLoaded()]),
      graph('Failed loads', [
        mirrorRecent.metricFailed(),
        mirrorRecent.handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors of mirror-recent' }),
      ]),
    );
    const days = Array.from({ length: SHOWN_DAYS }, (_, daysAgo) => mirrorRecent.metricRows(daysAgo));
    this.addWidgets(
      graph('Events by date', days, { width: 16 }),
      graph('How long a run takes (ms)', [mirrorRecent.metricTime()]),
    );
    this.addWidgets(
      graph('RPU seconds a minute', [warehouse.metricComputeSeconds()], { width: 12 }),
      graph('How long queries take (µs)', [warehouse.metricQueryDuration()], { width: 12 }),
    );
  }
}
