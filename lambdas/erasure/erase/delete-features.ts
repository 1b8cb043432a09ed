import { DeleteItemCommand, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { viewerQuery } from '../../features/feature-items';

/** Deletes what the features table has of pseudonyms, and returns how many items that were; done again it finds none. */
export const deleteFeatures =
  (dynamodb: DynamoDBClient, tableName: string) =>
  async (pseudonyms: readonly string[]): Promise<number> => {
    let deleted = 0;
    for (const pseudonym of pseudonyms) {
      const pages = paginateQuery(
        { client: dynamodb },
        { ...viewerQuery(tableName, pseudonym), ProjectionExpression: 'viewer_id, part', ConsistentRead: true },
      );
      for await (const { Items = [] } of pages) {
        for (const Key of Items) await dynamodb.send(new DeleteItemCommand({ TableName: tableName, Key }));
        deleted += Items.length;
      }
    }
    return deleted;
  };
