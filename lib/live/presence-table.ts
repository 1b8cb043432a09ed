import { AttributeType, Billing, TableV2 } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import type { StageConfig } from '../stages/config';

/**
 * Who was watching at each instant: sets that batches write and `publish-counts` unites. No backups: it holds minutes,
 * and the stream can restate them.
 */
export class PresenceTable extends TableV2 {
  /** Over how many partition keys an instant is spread. */
  readonly salts: number;

  constructor(scope: Construct, id: string, stage: StageConfig) {
    super(scope, id, {
      tableName: `playhead-${stage.name}-presence`,
      partitionKey: { name: 'partition', type: AttributeType.STRING },
      sortKey: { name: 'batch', type: AttributeType.STRING },
      billing: Billing.onDemand(),
      timeToLiveAttribute: 'expires_at',
      removalPolicy: stage.removalPolicy,
    });
    this.salts = stage.presenceSalts;
  }
}
