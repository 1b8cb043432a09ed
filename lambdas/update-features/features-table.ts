import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { batchGet } from '../../clients/batch-get';
import { featureKey, recentIn, recentItem, versionOf } from '../../clients/feature-items';
import type { UpdateServices } from './update-features';

/** The stream's part of the features table. */
export const featuresTable = (
  dynamodb: DynamoDBClient,
  tableName: string,
  retentionMs: number,
): Pick<UpdateServices, 'read' | 'write'> => ({
  read: async (viewerIds) => {
    const keys = viewerIds.map((viewerId) => featureKey(viewerId, 'recent'));
    const items = await batchGet(dynamodb, tableName, keys);
    return new Map(
      items.map((item) => [item['viewer_id']?.S ?? '', { recent: recentIn(item), version: versionOf(item) }]),
    );
  },
  write: async (viewerId, recent, readVersion) => {
    try {
      await dynamodb.send(
        new PutItemCommand({
          TableName: tableName,
          Item: recentItem(viewerId, recent, readVersion + 1, retentionMs),
          ...(readVersion === 0
            ? { ConditionExpression: 'attribute_not_exists(viewer_id)' }
            : {
                ConditionExpression: 'version = :read',
                ExpressionAttributeValues: { ':read': { N: String(readVersion) } },
              }),
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  },
});
