import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet } from 'aws-clients/dynamodb';
import type { Cloud } from 'embedded-cloud';
import { decodeTitle, FeaturesReader, type FeaturesReaderProps, titleKey } from '../../../lambdas/features';
import { embeddedSettings } from '../../local/clients';
import { keyringOf } from '../../local/keyring';
import type { FeatureSource } from './features-api';

/** Creates a reader of the cloud's features. */
export const featuresReaderOf = (
  cloud: Cloud,
  { keyring = keyringOf(cloud), ...others }: Partial<Pick<FeaturesReaderProps, 'keyring' | 'now'>> = {},
): FeaturesReader =>
  new FeaturesReader({
    dynamodb: new DynamoDBClient(embeddedSettings(cloud.surroundings)),
    tableName: cloud.nameOf('AWS::DynamoDB::GlobalTable', 'features'),
    keyring,
    ...others,
  });

/** Reads features and titles from the cloud's tables, as a service would. */
export const featureSourceOf = (cloud: Cloud): FeatureSource => {
  const dynamodb = new DynamoDBClient(embeddedSettings(cloud.surroundings));
  const catalog = cloud.nameOf('AWS::DynamoDB::GlobalTable', 'catalog');
  const titlesOf = async (contentIds: readonly string[]) => {
    const items = await batchGet(dynamodb, catalog, contentIds.map(titleKey), { isConsistent: false });
    return Object.fromEntries(
      items.map(decodeTitle).flatMap(({ contentId, title }) => (title === undefined ? [] : [[contentId, title]])),
    );
  };
  return { reader: featuresReaderOf(cloud), titlesOf };
};
