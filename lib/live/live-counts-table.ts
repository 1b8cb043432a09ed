import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';

/** Live counts per instant: an item of scope `all` with the total and the device classes, and one of scope `titles`. */
export class LiveCountsTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'live-counts',
      partitionKey: { name: 'scope', type: AttributeType.STRING },
      sortKey: { name: 'instant_ms', type: AttributeType.NUMBER },
      timeToLiveAttribute: 'expires_at',
      pointInTimeRecovery: true,
      viewerData: NO_VIEWER_DATA, // counts only
    });
  }
}
