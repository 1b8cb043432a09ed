import { encodeProfileItem, encodeSessionItem } from '../../../../lambdas/features/feature-items';
import { profileOf } from '../../../../domain/features';
import { deleteFeatures } from '../../../../lambdas/erasure/erase/delete-features';
import { batchWrite } from 'aws-clients/dynamodb';
import { DynamoDb } from '../../../support/dynamo-db';
import { aViewingEvent, NOW } from '../../../support/events';
import { recordsOf } from '../../../support/feature-store';

it('deleteFeatures deletes and counts only the items of the given pseudonyms, and finds none when it is repeated', async () => {
  const dynamodb = await DynamoDb.open();
  try {
    await dynamodb.createTable(
      'features',
      { AttributeName: 'viewer_id', AttributeType: 'S' },
      { AttributeName: 'part', AttributeType: 'S' },
    );
    const records = recordsOf(['one', 'two', 'three'].map((session_id) => aViewingEvent({ session_id })));
    const items = ['alice', 'alice-before', 'ben'].flatMap((viewer) => [
      encodeProfileItem(viewer, profileOf([], NOW), 1_000),
      ...records.map((record) => encodeSessionItem(viewer, record)),
    ]);
    await batchWrite(dynamodb.client, 'features', items);
    const erase = deleteFeatures(dynamodb.client, 'features');
    expect(await erase(['alice', 'alice-before'])).toBe(8);
    expect(await erase(['alice', 'alice-before', 'unknown'])).toBe(0);
    expect(await erase(['ben'])).toBe(4);
  } finally {
    await dynamodb.close();
  }
});
