import { InstantPresence } from '../../../../domain/live/instant-presence';
import { encodePresence } from '../../../../domain/live/presence-codec';
import { LiveCountsWriter } from '../../../../lambdas/live/publish-counts/live-counts-writer';
import { newestTitles } from '../../../../lambdas/live/show-top-titles/newest-titles';
import { DynamoDb } from '../../../support/dynamo-db';
import { NOW } from '../../../support/events';

const TABLE = 'live-counts';
const INSTANT_MS = 10_000;

let dynamoDb: DynamoDb;
beforeEach(async () => {
  dynamoDb = await DynamoDb.open();
  await dynamoDb.createTable(
    TABLE,
    { AttributeName: 'scope', AttributeType: 'S' },
    { AttributeName: 'instant_ms', AttributeType: 'N' },
  );
});
afterEach(() => dynamoDb.close());

/** Publishes an instant as publish-counts does: streams of each title. */
const publish = async (
  instant: number,
  complete: boolean,
  streams: Readonly<Record<string, number>>,
): Promise<void> => {
  const counts = new InstantPresence();
  for (const [title, number] of Object.entries(streams)) {
    const sessions = new Map(Array.from({ length: number }, (_, n) => [`${title}-${n}`, 3]));
    for (const payload of encodePresence(new Map([[title, sessions]]))) counts.add(payload);
  }
  const completeness = { complete, closed: false, verifiedUpToMs: undefined };
  const writer = new LiveCountsWriter(dynamoDb.client, TABLE, 86_400);
  await writer.publish({ instant, counts, completeness, revision: 1, publishedAt: instant });
};

it('reads the titles of the newest instant that is complete, most watched first', async () => {
  await publish(NOW, true, { old: 9 });
  await publish(NOW + INSTANT_MS, true, { second: 1, first: 2 });
  await publish(NOW + 2 * INSTANT_MS, false, { unfinished: 5 });
  expect(await newestTitles(dynamoDb.client, TABLE)).toEqual({
    instant: NOW + INSTANT_MS,
    titles: [
      { contentId: 'first', streams: 2 },
      { contentId: 'second', streams: 1 },
    ],
    others: { titles: 0, streams: 0 },
  });
});

it('has none where no instant of the last ten minutes is complete: old ones would mislead', async () => {
  expect(await newestTitles(dynamoDb.client, TABLE)).toBeUndefined();
  await publish(NOW, true, { old: 9 });
  for (let n = 1; n <= 60; n += 1) await publish(NOW + n * INSTANT_MS, false, { unfinished: 5 });
  expect(await newestTitles(dynamoDb.client, TABLE)).toBeUndefined();
});
