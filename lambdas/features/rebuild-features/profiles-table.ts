import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { profileItem } from '../feature-items';
import { batchWrite } from 'aws-clients/dynamodb';
import { readSessions } from '../stored-sessions';
import type { RebuildServices } from './rebuild';

/** The rebuild's part of the features table. */
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
      [...profiles].map(([viewerId, profile]) => profileItem(viewerId, profile, retentionMs)),
    ),
});
