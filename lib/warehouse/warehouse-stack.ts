import { CfnOutput, Fn } from 'aws-cdk-lib';
import type { AlarmRecipient } from '../foundation/operational-alarm';
import { PipelineAlarms } from '../foundation/pipeline-alarms';
import type { StageScope } from '../foundation/stage-scope';
import { SubsystemStack } from '../foundation/subsystem-stack';
import type { LakeBucket } from '../lake';
import type { WarehouseConfig } from './config';
import { LoadWarehouse } from './load-warehouse';
import { Warehouse } from './warehouse';
import { warehouseAlarms } from './warehouse-alarms';
import { WarehouseDashboard } from './warehouse-dashboard';

/** What the stack of the warehouse needs. */
export interface WarehouseStackProps {
  readonly config: WarehouseConfig;
  readonly lake: LakeBucket;
  readonly recipient: AlarmRecipient;
}

/** The last seven days: raw → a warehouse, for analysts and the A/B platform. */
export class WarehouseStack extends SubsystemStack {
  readonly warehouse: Warehouse;

  constructor(scope: StageScope, subsystem: string, { config, lake, recipient }: WarehouseStackProps) {
    super(scope, subsystem);
    const warehouse = (this.warehouse = new Warehouse(this, 'Warehouse', { config, lake }));
    const loadWarehouse = new LoadWarehouse(this, 'LoadWarehouse', { lake, warehouse });
    new PipelineAlarms(this, 'Alarms', recipient, warehouseAlarms(loadWarehouse));
    new WarehouseDashboard(this, 'Dashboard', { warehouse, loadWarehouse });
    new CfnOutput(this, 'WarehouseReadersPolicy', {
      value: warehouse.readers.managedPolicyArn,
      description: 'Attach it to the roles that query the warehouse.',
    });
  }

  /** Three zones, although the region is not known before the deployment: CDK would use two. */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
  }
}
