import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/**
 * Under a viewer an item for each recent playback, which the stream keeps, and one for the profile, which the rebuild makes
 * of the lake. No backups: the lake can restate both.
 */
export class FeaturesTable extends TableV2 {
  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id, {
      tableName: `playhead-${stage.name}-features`,
      partitionKey: { name: 'viewer_id', type: AttributeType.STRING },
      sortKey: { name: 'part', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expires_at',
      removalPolicy: stage.removalPolicy,
    });
  }
}
