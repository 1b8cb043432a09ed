import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet } from '../../clients/batch-get';
import { contentKey } from '../../clients/catalog-items';
import { FeaturesReader } from '../../clients/features-reader';
import type { Cloud } from '../cloud';
import type { FeatureSource } from '../console/features-api';
import { clientSettings } from './clients';
import { keyringOf } from './keyring';

/** Reads features and titles from the cloud's tables, as any service would. */
export const featureSourceOf = (cloud: Cloud): FeatureSource => {
  const dynamodb = new DynamoDBClient(clientSettings(cloud.surroundings));
  const catalog = cloud.nameOf('AWS::DynamoDB::GlobalTable', 'catalog');
  const reader = new FeaturesReader({
    dynamodb,
    tableName: cloud.nameOf('AWS::DynamoDB::GlobalTable', 'features'),
    keyring: keyringOf(cloud),
  });
  const titlesOf = async (contentIds: readonly string[]) => {
    const items = await batchGet(dynamodb, catalog, contentIds.map(contentKey), { isConsistent: false });
    return Object.fromEntries(
      items.flatMap(({ content_id, title }) => (content_id?.S && title?.S ? [[content_id.S, title.S]] : [])),
    );
  };
  return { reader, titlesOf };
};
