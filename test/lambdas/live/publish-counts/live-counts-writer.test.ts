import { DynamoDBClient, QueryCommand } from '@aws-sdk/client-dynamodb';
import { encodePresence } from '../../../../domain/live/presence-codec';
import { LiveCountsWriter } from '../../../../lambdas/live/publish-counts/live-counts-writer';
import { type PublishedInstant, Publisher } from '../../../../lambdas/live/publish-counts/publisher';
import { DynamoDb } from '../../../support/dynamo-db';
import { aViewingEvent, NOW } from '../../../support/events';
import { answering } from '../../../../packages/aws-clients/test/support/fake-client';
import { LiveStore, SETTINGS } from '../../../support/live-store';
import { presenceAt } from '../../../support/presence';

const TABLE = 'live-counts';
const DAY_SECONDS = 86_400;

let dynamoDb: DynamoDb;
let writer: LiveCountsWriter;
beforeAll(async () => {
  dynamoDb = await DynamoDb.open();
  await dynamoDb.createTable(
    TABLE,
    { AttributeName: 'scope', AttributeType: 'S' },
    { AttributeName: 'instant_ms', AttributeType: 'N' },
  );
  writer = new LiveCountsWriter(dynamoDb.client, TABLE, DAY_SECONDS);
});
afterAll(() => dynamoDb.close());

/** An instant with some sessions, each watching its own title. Each test uses its own instant. */
const published = (instant: number, sessions: number, fields: Partial<PublishedInstant> = {}): PublishedInstant => {
  const counts = presenceAt();
  for (let n = 0; n < sessions; n++) {
    for (const payload of encodePresence(new Map([[`title-${n}`, new Map([[`session-${n}`, 3]])]])))
      counts.add(payload);
  }
  const completeness = { complete: false, closed: false, verifiedUpToMs: undefined };
  return { instant, counts, completeness, revision: sessions * 4, publishedAt: instant + 3_000, ...fields };
};
const read = async (scope: 'all' | 'titles', instant: number) => {
  const { Items } = await dynamoDb.client.send(
    new QueryCommand({
      TableName: TABLE,
      KeyConditionExpression: '#scope = :scope AND instant_ms = :instant',
      ExpressionAttributeNames: { '#scope': 'scope' },
      ExpressionAttributeValues: { ':scope': { S: scope }, ':instant': { N: String(instant) } },
    }),
  );
  return Items?.[0];
};

describe('LiveCountsWriter', () => {
  it('writes the total with its device types, and the titles', async () => {
    await writer.publish(published(NOW, 2));
    const count = { M: { streams: { N: '2' }, rebuffering: { N: '2' } } };
    const noStreams = { M: { streams: { N: '0' }, rebuffering: { N: '0' } } };
    expect(await read('all', NOW)).toMatchObject({
      ...count.M,
      by_device: { M: { web: count, mobile: noStreams, game_console: noStreams } },
      complete: { BOOL: false },
      closed: { BOOL: false },
      expires_at: { N: String(NOW / 1000 + DAY_SECONDS) },
      published_at_ms: { N: String(NOW + 3_000) },
    });
    expect(await read('titles', NOW)).toMatchObject({
      titles: { L: [0, 1].map((n) => ({ M: { content_id: { S: `title-${n}` }, streams: { N: '1' } } })) },
      others: { M: { titles: { N: '0' }, streams: { N: '0' } } },
    });
  });

  it('does not overwrite a newer revision with an older one, and does not fail', async () => {
    const instant = NOW + 10_000;
    await writer.publish(published(instant, 3));
    await writer.publish(published(instant, 2));
    expect(await read('all', instant)).toMatchObject({ streams: { N: '3' } });
    await writer.publish(published(instant, 4));
    expect(await read('all', instant)).toMatchObject({ streams: { N: '4' } });
  });

  it('keeps the time at which an instant was first complete', async () => {
    const instant = NOW + 20_000;
    const completeness = { complete: true, closed: false, verifiedUpToMs: instant + 11_000 };
    await writer.publish(published(instant, 1));
    expect(await read('all', instant)).not.toHaveProperty('completed_at_ms');
    await writer.publish(published(instant, 1, { completeness, revision: 5, publishedAt: instant + 12_000 }));
    await writer.publish(published(instant, 2, { completeness, revision: 9, publishedAt: instant + 14_000 }));
    expect(await read('all', instant)).toMatchObject({
      streams: { N: '2' },
      complete: { BOOL: true },
      verified_up_to_ms: { N: String(instant + 11_000) },
      completed_at_ms: { N: String(instant + 12_000) },
    });
  });

  it('keeps an instant complete when a publisher that has just started closes it', async () => {
    const instant = NOW + 30_000;
    const closing = instant + SETTINGS.closeAfterMs;
    const store = new LiveStore();
    store.publish = (published) => writer.publish(published);
    const tickAt = async (publisher: Publisher, time: number, countedUpTo: number): Promise<void> => {
      store.clock = time;
      store.countUpTo(countedUpTo);
      await publisher.tick();
    };
    const before = new Publisher(store, SETTINGS);
    store.count([aViewingEvent({ event_ts: instant + 5_000 })], instant + 5_100);
    await tickAt(before, instant + 10_500, instant + 8_000);
    await tickAt(before, instant + 13_500, instant + 11_000);
    expect(await read('all', instant)).toMatchObject({ complete: { BOOL: true }, closed: { BOOL: false } });

    // The stream is 2.5 s behind, and this publisher has not yet observed an empty overflow queue before the watermark.
    const after = new Publisher(store, SETTINGS);
    await tickAt(after, closing + 500, closing - 2_000);
    await tickAt(after, closing + 2_500, closing);
    const mark = { complete: { BOOL: true }, closed: { BOOL: true } };
    expect(await read('all', instant)).toMatchObject({ streams: { N: '1' }, ...mark });
  });

  it('rejects if the table fails', async () => {
    const { client } = answering(new DynamoDBClient({}), () => new Error('throttled'));
    await expect(new LiveCountsWriter(client, TABLE, DAY_SECONDS).publish(published(NOW, 1))).rejects.toThrow(
      'throttled',
    );
  });
});
