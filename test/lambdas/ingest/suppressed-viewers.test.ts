import { DeleteItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { type SuppressionKind, suppressedViewers, suppressViewer } from '../../../lambdas/ingest/suppressed-viewers';
import { DynamoDb } from '../../support/dynamo-db';

const TABLE = 'suppressed-viewers';
const MINUTE = 60_000;
const START = Date.UTC(2026, 10, 24, 9, 15);

let dynamoDb: DynamoDb;
beforeAll(async () => {
  dynamoDb = await DynamoDb.open();
  await dynamoDb.createTable(
    TABLE,
    { AttributeName: 'kind', AttributeType: 'S' },
    { AttributeName: 'entry', AttributeType: 'S' },
  );
});
afterEach(() => dynamoDb.emptyTable(TABLE));
afterAll(() => dynamoDb.close());

const suppress = (viewer: string, requestedAt = START): Promise<void> =>
  suppressViewer(
    dynamoDb.client,
    TABLE,
    { requestId: `request-of-${viewer}`, requestedAt },
    { digest: `digest-of-${viewer}`, pseudonyms: [`k2-${viewer}`, `k1-${viewer}`] },
  );

/** A reader whose clock the test sets. */
const readerAt = (kind: SuppressionKind) => {
  const clock = { now: START };
  const read = suppressedViewers(dynamoDb.client, TABLE, kind, () => clock.now);
  return async (now: number): Promise<readonly string[]> => {
    clock.now = now;
    return [...(await read())].sort();
  };
};

describe('suppressedViewers', () => {
  it('has the digests and the pseudonyms of every suppressed viewer, also of requests of the same time', async () => {
    await Promise.all(['alice', 'bob'].map((viewer) => suppress(viewer)));
    expect(await readerAt('digest')(START)).toEqual(['digest-of-alice', 'digest-of-bob']);
    expect(await readerAt('pseudonym')(START)).toEqual(['k1-alice', 'k1-bob', 'k2-alice', 'k2-bob']);
  });

  it('knows a new viewer after a minute, even one whose request has an earlier time', async () => {
    const read = readerAt('digest');
    await suppress('alice');
    expect(await read(START)).toEqual(['digest-of-alice']);
    await suppress('bob', START - 4 * MINUTE);
    expect(await read(START + MINUTE - 1)).toEqual(['digest-of-alice']);
    expect(await read(START + MINUTE)).toEqual(['digest-of-alice', 'digest-of-bob']);
  });

  it('reads only what is new, and everything once an hour, so that a revoked suppression ends', async () => {
    const read = readerAt('digest');
    await suppress('alice');
    await read(START);
    const { Items = [] } = await dynamoDb.client.send(new ScanCommand({ TableName: TABLE }));
    for (const { kind, entry } of Items) {
      if (!kind || !entry) throw new Error('An item has no key.');
      await dynamoDb.client.send(new DeleteItemCommand({ TableName: TABLE, Key: { kind, entry } }));
    }
    expect(await read(START + 59 * MINUTE)).toEqual(['digest-of-alice']);
    expect(await read(START + 60 * MINUTE)).toEqual([]);
  });

  it('uses its last copy while the table cannot be read, and rejects without one', async () => {
    const takeDown = () =>
      jest.spyOn(dynamoDb.client, 'send').mockImplementation(() => {
        throw new Error('throttled');
      });
    const read = readerAt('digest');
    await suppress('alice');
    const outage = takeDown();
    await expect(read(START)).rejects.toThrow('throttled');
    outage.mockRestore();
    await expect(read(START + 4_999)).rejects.toThrow('could not be read a moment ago'); // requests do not wait for each other's attempts
    expect(await read(START + 5_000)).toEqual(['digest-of-alice']);
    takeDown();
    expect(await read(START + 10 * MINUTE)).toEqual(['digest-of-alice']);
    jest.restoreAllMocks();
  });
});
