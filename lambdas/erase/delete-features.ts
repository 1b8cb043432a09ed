import { DeleteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { featureKey } from '../../clients/feature-items';

/** Deletes what the features table has of pseudonyms, and returns how many items that were; done again it finds none. */
export const deleteFeatures =
  (dynamodb: DynamoDBClient, tableName: string) =>
  async (pseudonyms: readonly string[]): Promise<number> => {
    let deleted = 0;
    for (const Key of pseudonyms.flatMap((viewer) => [featureKey(viewer, 'recent'), featureKey(viewer, 'profile')])) {
      const { Attributes } = await dynamodb.send(
        new DeleteItemCommand({ TableName: tableName, Key, ReturnValues: 'ALL_OLD' }),
      );
      if (Attributes) deleted += 1;
    }
    return deleted;
  };
