import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';
import { NO_VIEWER_DATA } from '../foundation/viewer-data';

/** The errors of each day by their code: what each environment of watch-quality has counted, and the ranking of the codes. */
export class ErrorCodesTable extends Table {
  constructor(scope: Construct, id: string) {
    super(scope, id, {
      name: 'error-codes',
      partitionKey: { name: 'date', type: AttributeType.STRING },
      sortKey: { name: 'part', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires_at',
      viewerData: NO_VIEWER_DATA, // counts only
    });
  }
}
