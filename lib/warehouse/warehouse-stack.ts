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

/** Properties of a {@link WarehouseStack}. */
export interface WarehouseStackProps {
  readonly config: WarehouseConfig;
  readonly lake: LakeBucket;
  readonly recipient: AlarmRecipient;
}

/** The last seven days, for analysts and the A/B platform: raw → load-warehouse → warehouse. */
export class WarehouseStack extends SubsystemStack {
  readonly warehouse: Warehouse;
  readonly loadWarehouse: LoadWarehouse;

  constructor(scope: StageScope, subsystem: string, { config, lake, recipient }: WarehouseStackProps) {
    super(scope, subsystem);
    const warehouse = (this.warehouse = new Warehouse(this, 'Warehouse', { config, lake }));
    const loadWarehouse = (this.loadWarehouse = new LoadWarehouse(this, 'LoadWarehouse', { lake, warehouse }));
    new PipelineAlarms(this, 'Alarms', recipient, warehouseAlarms(loadWarehouse));
    new WarehouseDashboard(this, 'Dashboard', { warehouse, loadWarehouse });
    new CfnOutput(this, 'WarehouseReadersPolicy', {
      value: warehouse.readers.managedPolicyArn,
      description: 'Attach this policy to the roles that query the warehouse.',
    });
  }

  /**
   * Three zones, so that CDK creates three subnets. CDK would use two, because it does not know the region before the
   * deployment. The network replaces these names with the zone ids of the stage.
   */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
  }
}
