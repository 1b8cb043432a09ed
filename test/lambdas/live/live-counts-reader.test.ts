import { encodePresence } from '../../../domain/live/presence-codec';
import { LiveCountsReader } from '../../../lambdas/live/live-counts-reader';
import { LiveCountsWriter } from '../../../lambdas/live/publish-counts/live-counts-writer';
import { DynamoDb } from '../../support/dynamo-db';
import { NOW } from '../../support/events';
import { presenceAt } from '../../support/presence';

const TABLE = 'live-counts';
const INSTANT_MS = 10_000;

let dynamoDb: DynamoDb;
let reader: LiveCountsReader;
beforeEach(async () => {
  dynamoDb = await DynamoDb.open();
  await dynamoDb.createTable(
    TABLE,
    { AttributeName: 'scope', AttributeType: 'S' },
    { AttributeName: 'instant_ms', AttributeType: 'N' },
  );
  reader = new LiveCountsReader(dynamoDb.client, TABLE);
});
afterEach(() => dynamoDb.close());

/** Publishes an instant as publish-counts does, with the given number of streams by title. */
const publish = async (
  instant: number,
  complete: boolean,
  streams: Readonly<Record<string, number>>,
): Promise<void> => {
  const counts = presenceAt();
  for (const [title, number] of Object.entries(streams)) {
    const sessions = new Map(Array.from({ length: number }, (_, n) => [`${title}-${n}`, 3]));
    for (const payload of encodePresence(new Map([[title, sessions]]))) counts.add(payload);
  }
  const completeness = { complete, closed: false, verifiedUpToMs: undefined };
  const writer = new LiveCountsWriter(dynamoDb.client, TABLE, 86_400);
  await writer.publish({ instant, counts, completeness, revision: 1, publishedAt: instant });
};

describe('LiveCountsReader', () => {
  it('reads the titles of the newest complete instant, most watched first', async () => {
    await publish(NOW, true, { old: 9 });
    await publish(NOW + INSTANT_MS, true, { second: 1, first: 2 });
    await publish(NOW + 2 * INSTANT_MS, false, { unfinished: 5 });
    expect(await reader.newestTitles()).toEqual({
      instant: NOW + INSTANT_MS,
      titles: [
        { contentId: 'first', streams: 2 },
        { contentId: 'second', streams: 1 },
      ],
      others: { titles: 0, streams: 0 },
    });
  });

  it('returns undefined if no instant of the last ten minutes is complete', async () => {
    expect(await reader.newestTitles()).toBeUndefined();
    await publish(NOW, true, { old: 9 });
    for (let n = 1; n <= 60; n += 1) await publish(NOW + n * INSTANT_MS, false, { unfinished: 5 });
    expect(await reader.newestTitles()).toBeUndefined();
  });

  it('reads totals with the streams of each device type', async () => {
    await publish(NOW, true, { first: 2, second: 1 });
    await publish(NOW + INSTANT_MS, false, { first: 1 });
    const totals = await reader.between(NOW, NOW + INSTANT_MS);
    expect(totals).toMatchObject([
      { instant: NOW, streams: 3, rebuffering: 3, complete: true, closed: false, completedAfterMs: 0 },
      { instant: NOW + INSTANT_MS, streams: 1, complete: false, completedAfterMs: undefined },
    ]);
    expect(totals[0]?.byDevice.get('web')).toBe(3);
  });

  it('returns undefined for the titles of an instant that is not published', async () => {
    expect(await reader.titlesAt(NOW)).toBeUndefined();
  });
});
