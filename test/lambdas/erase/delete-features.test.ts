import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { featureKey } from '../../../clients/feature-items';
import { deleteFeatures } from '../../../lambdas/erase/delete-features';
import { answering } from '../../support/fake-client';

test('deletes both items of every pseudonym, and counts those that were there', async () => {
  const { client, inputs } = answering(new DynamoDBClient({}), (_, call) => (call === 1 ? { Attributes: {} } : {}));
  expect(await deleteFeatures(client, 'features')(['alice', 'alice-before'])).toBe(1);
  expect(inputs).toEqual(
    [
      featureKey('alice', 'recent'),
      featureKey('alice', 'profile'),
      featureKey('alice-before', 'recent'),
      featureKey('alice-before', 'profile'),
    ].map((Key) => ({ TableName: 'features', Key, ReturnValues: 'ALL_OLD' })),
  );
});
