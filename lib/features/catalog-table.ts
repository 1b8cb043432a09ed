import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/** What the content management system says of each title; `npm run catalog` loads it. */
export class CatalogTable extends TableV2 {
  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id, {
      tableName: `playhead-${stage.name}-catalog`,
      partitionKey: { name: 'content_id', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy: stage.removalPolicy,
    });
  }
}
