import { Dashboard } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { SHOWN_DAYS } from '../../domain/warehouse/window';
import { SUM_BY_MINUTE } from '../foundation/metrics';
import { nameIn } from '../foundation/subsystem-stack';
import { graph } from '../foundation/widgets';
import type { LoadWarehouse } from './load-warehouse';
import type { Warehouse } from './warehouse';

/** Properties of a {@link WarehouseDashboard}. */
export interface WarehouseDashboardProps {
  readonly warehouse: Warehouse;
  readonly loadWarehouse: LoadWarehouse;
}

/** Shows whether the last seven days are in the warehouse, and what loading and queries cost. */
export class WarehouseDashboard extends Dashboard {
  constructor(scope: Construct, id: string, { warehouse, loadWarehouse }: WarehouseDashboardProps) {
    super(scope, id, { dashboardName: nameIn(scope, 'warehouse') });
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
      graph('Events by date', days, { width: 12 }),
      graph('Conflicting events of sessions that began today', [loadWarehouse.metricConflicts()], { width: 6 }),
      graph('Duration of loads (ms)', [loadWarehouse.metricTime()], { width: 6 }),
    );
    this.addWidgets(
      graph('RPU seconds a minute', [warehouse.metricComputeSeconds()], { width: 12 }),
      graph('Duration of queries (µs)', [warehouse.metricQueryDuration()], { width: 12 }),
    );
  }
}
