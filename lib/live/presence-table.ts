import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';

/**
 * Presence: the sessions that were watching at each instant. Batches write sets, and `publish-counts` merges them. The
 * table has no backups, because it holds a few minutes of data that can be written again from the stream.
 */
export class PresenceTable extends Table {
  constructor(
    scope: Construct,
    id: string,
    /** The number of partition keys over which an instant is spread. */
    readonly salts: number,
  ) {
    super(scope, id, {
      name: 'presence',
      partitionKey: { name: 'partition', type: AttributeType.STRING },
      sortKey: { name: 'batch', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires_at',
      viewerData: { keeps: 'session ids', ends: Duration.days(2), where: 'hashes of session ids, without viewers' },
    });
  }
}
