import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/** Live counts per instant: an item of scope `all` with total and device classes, one of scope `titles`. */
export class LiveCountsTable extends TableV2 {
  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id, {
      tableName: `playhead-${stage.name}-live-counts`,
      partitionKey: { name: 'scope', type: AttributeType.STRING },
      sortKey: { name: 'instant_ms', type: AttributeType.NUMBER },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expires_at',
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: stage.removalPolicy,
    });
  }
}
