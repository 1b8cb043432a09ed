import { toPresence } from '../../../../lambdas/live/count-viewers/count-viewers';
import { presenceItems, progressItems } from '../../../../lambdas/live/count-viewers/batch-items';
import { encodePresenceItem } from '../../../../lambdas/live/presence-items';
import { watermarkRecord } from '../../../../domain/ingest';
import { PresenceReader } from '../../../../lambdas/live/publish-counts/presence-reader';
import { batchWrite } from 'aws-clients/dynamodb';
import { requestRecords, streamRecord } from '../../../support/delivery';
import { DynamoDb } from '../../../support/dynamo-db';
import { aViewingEvent, NOW } from '../../../support/events';
import { presenceAt } from '../../../support/presence';

const TABLE = 'presence';
const SETTINGS = { buckets: 16, salts: 4, closeAfterMs: 180_000 };

let dynamoDb: DynamoDb;
let reader: PresenceReader;
beforeAll(async () => {
  dynamoDb = await DynamoDb.open();
  await dynamoDb.createTable(
    TABLE,
    { AttributeName: 'partition', AttributeType: 'S' },
    { AttributeName: 'batch', AttributeType: 'S' },
  );
  reader = new PresenceReader(dynamoDb.client, TABLE, SETTINGS.salts);
});
afterAll(() => dynamoDb.close());

const count = async (sessionIds: readonly string[], arrivedAt: number, sequenceNumber: string): Promise<void> => {
  const events = sessionIds.map((session_id) => aViewingEvent({ session_id, event_ts: NOW + 5_000 }));
  const batch = toPresence(requestRecords(events, arrivedAt, SETTINGS.buckets), SETTINGS);
  const start = { shardId: 'shardId-000000000000', sequenceNumber, records: sessionIds.length };
  await batchWrite(dynamoDb.client, TABLE, presenceItems(batch, start, SETTINGS.closeAfterMs));
};
const streams = async (arrivedFrom: number): Promise<number> => {
  const presence = presenceAt();
  for (const { payload } of await reader.presence(NOW, arrivedFrom)) presence.add(payload);
  return presence.all.streams;
};
const ids = (prefix: string, length: number): string[] => Array.from({ length }, (_, n) => `${prefix}${n}`);

describe('PresenceReader', () => {
  it('reads the presence of all salts from an arrival on, and once for a batch that was delivered twice', async () => {
    await count(ids('a', 60), NOW + 6_000, '1');
    await count(ids('a', 60), NOW + 6_000, '1');
    await count(ids('b', 30), NOW + 7_000, '2');
    expect(await streams(0)).toBe(90);
    expect(await streams(NOW + 6_000)).toBe(90);
    expect(await streams(NOW + 6_001)).toBe(30);
    expect(await streams(NOW + 7_001)).toBe(0);
  });

  it('reads every page of an instant', async () => {
    const big = (n: number) =>
      encodePresenceItem(
        { partition: `${NOW + 10_000}#1`, batch: `0${NOW}#${n}`, payload: Buffer.alloc(300_000, n) },
        NOW / 1_000,
      );
    await batchWrite(dynamoDb.client, TABLE, [1, 2, 3, 4, 5].map(big));
    expect((await reader.presence(NOW + 10_000, 0)).map(({ payload }) => payload[0])).toEqual([1, 2, 3, 4, 5]);
  });

  it('reads the progress of every session bucket', async () => {
    const records = Array.from({ length: 16 }, (_, bucket) => streamRecord(watermarkRecord(bucket, NOW), NOW + bucket));
    await batchWrite(dynamoDb.client, TABLE, progressItems(toPresence(records, SETTINGS), SETTINGS));
    expect([...(await reader.progress())].sort(([a], [b]) => a - b)).toEqual(
      Array.from({ length: 16 }, (_, bucket) => [bucket, NOW + bucket]),
    );
  });
});
