import { CfnOutput, Fn, Stack, type StackProps } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import type { StageConfig } from './config';
import { MirrorRecent } from './constructs/mirror-recent';
import { Warehouse } from './constructs/warehouse';
import type { LakeStack } from './lake-stack';

/** The last seven days: raw → a warehouse, for analysts and the A/B platform. */
export class HotStack extends Stack {
  readonly warehouse: Warehouse;
  readonly mirrorRecent: MirrorRecent;

  constructor(
    scope: Construct,
    id: string,
    stage: StageConfig,
    { lake: { bucket: lake } }: LakeStack,
    props?: StackProps,
  ) {
    super(scope, id, props);
    this.warehouse = new Warehouse(this, 'Warehouse', { stage, lake });
    this.mirrorRecent = new MirrorRecent(this, 'MirrorRecent', { stage, lake, warehouse: this.warehouse });
    new CfnOutput(this, 'HotReadersPolicy', {
      value: this.warehouse.readers.managedPolicyArn,
      description: 'Attach it to the roles of those who ask the warehouse.',
    });
  }

  /** Three, though the region is not known before the deployment: CDK would take two. */
  override get availabilityZones(): string[] {
    return [0, 1, 2].map((zone) => Fn.select(zone, Fn.getAzs()));
  }
}
