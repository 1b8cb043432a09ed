import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { updateAsOwner } from '../../foundation/update-as-owner';
import { liveCountsKey } from '../live-counts-items';

/** Notes in the live counts table that a run publishes; returns false, and notes nothing, if a later run does. */
export const claimPublishing = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  startedAt: number,
): Promise<boolean> =>
  (await updateAsOwner(dynamodb, { tableName, key: liveCountsKey('publisher', 0) }, startedAt)) !== undefined;
