import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { queryAll } from 'aws-clients/dynamodb';
import { viewerKeysQuery } from '../../features';

/** Deletes the items of pseudonyms from the features table and returns how many there were. It can be repeated. */
export const deleteFeatures =
  (dynamodb: DynamoDBClient, tableName: string) =>
  async (pseudonyms: readonly string[]): Promise<number> => {
    let deleted = 0;
    for (const pseudonym of pseudonyms) {
      for (const Key of await queryAll(dynamodb, viewerKeysQuery(tableName, pseudonym))) {
        await dynamodb.send(new DeleteItemCommand({ TableName: tableName, Key }));
        deleted += 1;
      }
    }
    return deleted;
  };
