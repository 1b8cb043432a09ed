import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from 'aws-clients/dynamodb';
import { encodeSessionItem } from '../feature-items';
import { readSessions } from '../stored-sessions';
import type { UpdateServices } from './update-features';

/** The playbacks in the features table. */
export const featuresTable = (dynamodb: DynamoDBClient, tableName: string): Pick<UpdateServices, 'read' | 'write'> => ({
  read: (names) => readSessions(dynamodb, tableName, names),
  write: (changed) =>
    batchWrite(
      dynamodb,
      tableName,
      changed.map(({ viewerId, record }) => encodeSessionItem(viewerId, record)),
    ),
});
