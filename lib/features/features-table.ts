import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';

/**
 * Holds, for each viewer, one item per recent playback, which update-features writes, and one profile item, which
 * rebuild-features derives from the lake. The table has no backups, because both can be rebuilt from the lake.
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
