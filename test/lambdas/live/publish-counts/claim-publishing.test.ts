import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { claimPublishing } from '../../../../lambdas/live/publish-counts/claim-publishing';
import { LiveCountsReader } from '../../../../lambdas/live';
import { answering } from '../../../../packages/aws-clients/test/support/fake-client';
import { DynamoDb } from '../../../support/dynamo-db';
import { NOW } from '../../../support/events';

const TABLE = 'live-counts';

describe('claimPublishing', () => {
  let dynamoDb: DynamoDb;
  beforeAll(async () => {
    dynamoDb = await DynamoDb.open();
    await dynamoDb.createTable(
      TABLE,
      { AttributeName: 'scope', AttributeType: 'S' },
      { AttributeName: 'instant_ms', AttributeType: 'N' },
    );
  });
  afterAll(() => dynamoDb.close());

  it('succeeds for the newest run only, however often a run claims, and is no instant for a reader', async () => {
    const claim = (startedAt: number) => claimPublishing(dynamoDb.client, TABLE, startedAt);
    expect(await claim(NOW)).toBe(true);
    expect(await claim(NOW)).toBe(true);
    expect(await claim(NOW + 1)).toBe(true);
    expect(await claim(NOW)).toBe(false);
    expect(await claim(NOW + 1)).toBe(true);
    expect(await new LiveCountsReader(dynamoDb.client, TABLE).between(0, NOW)).toEqual([]);
  });

  it('rejects if the table does not answer, because then no run is known to be newer', async () => {
    const { client } = answering(new DynamoDBClient({}), () => new Error('down'));
    await expect(claimPublishing(client, TABLE, NOW)).rejects.toThrow('down');
  });
});
