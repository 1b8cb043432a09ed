import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';

/** The facts about each title from the content management system; `npm run catalog` loads them. */
export class CatalogTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'catalog',
      partitionKey: { name: 'content_id', type: AttributeType.STRING },
      pointInTimeRecovery: true,
      viewerData: NO_VIEWER_DATA, // titles
    });
  }
}
