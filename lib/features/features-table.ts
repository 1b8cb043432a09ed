import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';

/**
 * Per viewer an item for each recent playback, which update-features writes, and one for the profile, which the rebuild
 * derives from the lake. It has no backups: both can be rebuilt from the lake.
 */
export class FeaturesTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'features',
      partitionKey: { name: 'viewer_id', type: AttributeType.STRING },
      sortKey: { name: 'part', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires_at',
      viewerData: { keeps: 'pseudonyms', ends: 'erasure' },
    });
  }
}
