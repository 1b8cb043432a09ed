import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet } from '../../clients/batch-get';
import { featureKey, profileItem, recentIn } from '../../clients/feature-items';
import { batchWrite } from '../shared/batch-write';
import type { RebuildServices } from './rebuild';

/** The rebuild's part of the features table. */
export const profilesTable = (
  dynamodb: DynamoDBClient,
  tableName: string,
  retentionMs: number,
): Pick<RebuildServices, 'readRecent' | 'writeProfiles'> => ({
  readRecent: async (viewerIds) => {
    const keys = viewerIds.map((viewerId) => featureKey(viewerId, 'recent'));
    const items = await batchGet(dynamodb, tableName, keys, { isConsistent: false });
    return new Map(items.map((item) => [item['viewer_id']?.S ?? '', recentIn(item)]));
  },
  writeProfiles: (profiles) =>
    batchWrite(
      dynamodb,
      tableName,
      [...profiles].map(([viewerId, profile]) => profileItem(viewerId, profile, retentionMs)),
    ),
});
