import { Duration } from 'aws-cdk-lib';
import { AttributeType } from 'aws-cdk-lib/aws-dynamodb';
import type { Construct } from 'constructs';
import { Table } from '../foundation/table';

/**
 * The sums of playback quality by cohort: each batch of `watch-quality` writes its own, and `detect-outages` adds them up. The table
 * has no backups, because nobody needs its data after an hour.
 */
export class QualitySumsTable extends Table {
  constructor(
    scope: Construct,
    id: string,
    /** The number of partition keys over which ten seconds of batches are spread. */
    readonly salts: number,
  ) {
    super(scope, id, {
      name: 'quality-sums',
      partitionKey: { name: 'partition', type: AttributeType.STRING },
      sortKey: { name: 'batch', type: AttributeType.STRING },
      timeToLiveAttribute: 'expires_at',
      viewerData: {
        keeps: 'pseudonyms',
        ends: Duration.days(2),
        where: '31 bits of a hash',
      },
    });
  }
}
