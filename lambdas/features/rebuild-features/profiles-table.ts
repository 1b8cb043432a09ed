import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from 'aws-clients/dynamodb';
import { encodeProfileItem } from '../feature-items';
import { readSessions } from '../stored-sessions';
import type { RebuildServices } from './rebuild';

/** The profiles in the features table, and the playbacks with which they are compared. */
export const profilesTable = (
  dynamodb: DynamoDBClient,
  tableName: string,
  retentionMs: number,
): Pick<RebuildServices, 'readSessions' | 'writeProfiles'> => ({
  readSessions: (names) => readSessions(dynamodb, tableName, names, { isConsistent: false }),
  writeProfiles: (profiles) =>
    batchWrite(
      dynamodb,
      tableName,
      [...profiles].map(([viewerId, profile]) => encodeProfileItem(viewerId, profile, retentionMs)),
    ),
});
