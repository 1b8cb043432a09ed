import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { SHOWN_DAYS } from '../../domain/warehouse/window';
import type { StageConfig } from '../stages/config';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import type { WarehouseStack } from './warehouse-stack';
import { graph } from '../foundation/widgets';

/** Properties of a {@link WarehouseDashboard}. */
export interface WarehouseDashboardProps {
  readonly stage: StageConfig;
  readonly warehouse: WarehouseStack;
}

/** Whether the last seven days are in the warehouse, and what it takes to keep and ask them. */
export class WarehouseDashboard extends Dashboard {
  constructor(
    scope: Construct,
    id: string,
    { stage, warehouse: { warehouse, loadWarehouse } }: WarehouseDashboardProps,
  ) {
    super(scope, id, { dashboardName: `playhead-${stage.name}-warehouse` });
    this.addWidgets(
      graph('Load lag (ms)', [loadWarehouse.metricLag()]),
      graph('Objects loaded', [loadWarehouse.metricLoaded()]),
      graph('Failed loads', [
        loadWarehouse.metricFailed(),
        loadWarehouse.handler.metricErrors({ ...SUM_BY_MINUTE, label: 'errors of load-warehouse' }),
      ]),
    );
    const days = Array.from({ length: SHOWN_DAYS }, (_, daysAgo) => loadWarehouse.metricRows(daysAgo));
    this.addWidgets(
      graph('Events by date', days, { width: 16 }),
      graph('How long a run takes (ms)', [loadWarehouse.metricTime()]),
    );
    this.addWidgets(
      graph('RPU seconds a minute', [warehouse.metricComputeSeconds()], { width: 12 }),
      graph('How long queries take (µs)', [warehouse.metricQueryDuration()], { width: 12 }),
    );
  }
}
