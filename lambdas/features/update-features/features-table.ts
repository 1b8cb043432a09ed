import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { sessionItem } from '../feature-items';
import { batchWrite } from 'aws-clients/dynamodb';
import { readSessions } from '../stored-sessions';
import type { UpdateServices } from './update-features';

/** The stream's part of the features table. */
export const featuresTable = (dynamodb: DynamoDBClient, tableName: string): Pick<UpdateServices, 'read' | 'write'> => ({
  read: (names) => readSessions(dynamodb, tableName, names),
  write: (changed) =>
    batchWrite(
      dynamodb,
      tableName,
      changed.map(({ viewerId, record }) => sessionItem(viewerId, record)),
    ),
});
