import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';
import { LoadWarehouse } from './load-warehouse';
import { Warehouse } from './warehouse';
import type { LakeStack } from '../lake/lake-stack';

/** The last seven days: raw → a warehouse, for analysts and the A/B platform. */
export class WarehouseStack extends Stack {
  readonly warehouse: Warehouse;
  readonly loadWarehouse: LoadWarehouse;

  constructor(
    scope: Construct,
    id: string,
    stage: StageConfig,
    { lake: { bucket: lake } }: LakeStack,
    props?: StackProps,
  ) {
    super(scope, id, props);
    this.warehouse = new Warehouse(this, 'Warehouse', { stage, lake });
    this.loadWarehouse = new LoadWarehouse(this, 'LoadWarehouse', { stage, lake, warehouse: this.warehouse });
    new CfnOutput(this, 'WarehouseReadersPolicy', {
      value: this.warehouse.readers.managedPolicyArn,
      description: 'Attach it to the roles of those who ask the warehouse.',
    });
  }

  /** Three, though the region is not known before the deployment: CDK would take two. */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
  }
}
