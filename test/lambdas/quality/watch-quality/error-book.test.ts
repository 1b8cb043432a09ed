import type { ErrorSummary } from '../../../../domain/quality';
import { readErrorRanking } from '../../../../lambdas/quality';
import { ErrorBook } from '../../../../lambdas/quality/watch-quality/error-book';
import { ErrorStore } from '../../../../lambdas/quality/watch-quality/error-store';
import { DynamoDb } from '../../../support/dynamo-db';
import { anError, aSummary } from '../../../support/errors';
import { NOW } from '../../../support/events';

const TABLE = 'error-codes';
const LATER_MS = 20_000;
const DAY_MS = 86_400_000;
const TODAY = new Date(NOW).toISOString().slice(0, 10);

let dynamodb: DynamoDb;
beforeAll(async () => {
  dynamodb = await DynamoDb.open();
  await dynamodb.createTable(
    TABLE,
    { AttributeName: 'date', AttributeType: 'S' },
    { AttributeName: 'part', AttributeType: 'S' },
  );
});
afterAll(() => dynamodb.close());
beforeEach(() => dynamodb.emptyTable(TABLE));

let problems: string[];
beforeEach(() => {
  problems = [];
});
afterEach(() => expect(problems).toEqual([]));

const storeOf = (environment: string): ErrorStore => new ErrorStore(dynamodb.client, TABLE, environment);
const bookOf = (environment: string): ErrorBook =>
  new ErrorBook({
    store: storeOf(environment),
    report: (problem, error) => problems.push(`${problem}: ${String(error)}`),
  });
const rankingOf = (date = TODAY) => readErrorRanking(dynamodb.client, TABLE, date);
const sessionsIn = async (date = TODAY): Promise<Record<string, number>> =>
  Object.fromEntries((await rankingOf(date))?.codes.map(({ code, sessions }) => [code, sessions]) ?? []);

describe('an environment of watch-quality', () => {
  it('stores what it has counted, ranks the codes, and then knows their names', async () => {
    const book = bookOf('one');
    book.add([anError(), anError({ code: 'DRM_LICENSE' }), anError()]);
    expect(book.nameOf('MEDIA_DECODE')).toBe('other');
    await book.keep(NOW);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 2, DRM_LICENSE: 1 });
    expect(book.nameOf('MEDIA_DECODE')).toBe('MEDIA_DECODE');
    expect(book.nameOf('INVENTED')).toBe('other');
  });

  it('stores again after 20 s at the earliest, all that it has counted on the day', async () => {
    const book = bookOf('one');
    book.add([anError()]);
    await book.keep(NOW);
    book.add([anError()]);
    await book.keep(NOW + LATER_MS - 1);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 1 });
    await book.keep(NOW + LATER_MS);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 2 });
  });

  it('ranks what it and the others have counted', async () => {
    const [one, other] = [bookOf('one'), bookOf('other')];
    one.add([anError()]);
    await one.keep(NOW);
    other.add([anError(), anError({ code: 'DRM_LICENSE' })]);
    await other.keep(NOW + 1_000);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 1 }); // the ranking is young
    await one.keep(NOW + LATER_MS);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 2, DRM_LICENSE: 1 });
    await other.keep(NOW + LATER_MS + 1_000);
    expect(other.nameOf('DRM_LICENSE')).toBe('DRM_LICENSE');
  });

  it('adds to the counts of an environment before it, and learns the names at its first batch', async () => {
    const before = bookOf('before');
    before.add([anError()]);
    await before.keep(NOW);
    const after = bookOf('after');
    await after.keep(NOW + 5_000);
    expect(after.nameOf('MEDIA_DECODE')).toBe('MEDIA_DECODE');
    after.add([anError()]);
    await after.keep(NOW + 5_000 + LATER_MS);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 2 });
  });

  it('counts each day for itself, also errors of yesterday that arrive late', async () => {
    const book = bookOf('one');
    const tomorrow = new Date(NOW + DAY_MS).toISOString().slice(0, 10);
    book.add([anError()]);
    await book.keep(NOW);
    book.add([anError(), anError({ receivedAt: NOW + DAY_MS })]);
    await book.keep(NOW + DAY_MS);
    expect(await sessionsIn(tomorrow)).toEqual({ MEDIA_DECODE: 1 });
    expect((await storeOf('any').counted(TODAY)).map(({ sessions }) => sessions)).toEqual([2]);
  });

  it('knows since when a code occurs, if it was named the day before', async () => {
    const book = bookOf('one');
    book.add([anError()]);
    await book.keep(NOW);
    book.add([anError({ receivedAt: NOW + DAY_MS })]);
    await book.keep(NOW + DAY_MS);
    const ranking = await rankingOf(new Date(NOW + DAY_MS).toISOString().slice(0, 10));
    expect(ranking?.codes).toMatchObject([{ code: 'MEDIA_DECODE', firstSeenAt: NOW }]);
  });

  it('stores the first error after a quiet time with the next batch', async () => {
    const book = bookOf('one');
    await book.keep(NOW);
    book.add([anError()]);
    await book.keep(NOW + 1_000);
    expect(await sessionsIn()).toEqual({ MEDIA_DECODE: 1 });
  });

  it('stores nothing while there are no errors', async () => {
    await bookOf('one').keep(NOW);
    expect(await rankingOf()).toBeUndefined();
  });
});

it('a table that fails is reported, and the counts are stored when it answers again', async () => {
  const stored: (readonly ErrorSummary[])[] = [];
  const reported: string[] = [];
  let isDown = true;
  const store = {
    ranking: () => Promise.resolve(undefined),
    counted: () => Promise.resolve([]),
    putRanking: () => Promise.resolve(true),
    putCounted: (_: string, summaries: readonly ErrorSummary[]) => {
      if (isDown) return Promise.reject(new Error('throttled'));
      stored.push(summaries);
      return Promise.resolve();
    },
  };
  const book = new ErrorBook({ store, report: (problem) => reported.push(problem) });
  book.add([anError()]);
  await book.keep(NOW);
  expect(reported).toEqual(['Could not keep the errors by code']);
  isDown = false;
  await book.keep(NOW + LATER_MS);
  await book.keep(NOW + 2 * LATER_MS);
  expect(stored).toMatchObject([[{ code: 'MEDIA_DECODE', sessions: 1 }]]);
});

describe('the store of error codes', () => {
  const ranking = (rankedAt: number, sessions: number) => ({
    codes: [aSummary('A', sessions, { appVersions: [['5.4.0', 1]], minutes: [['29884160', 1]] })],
    otherSessions: 7,
    rankedAt,
  });

  it('returns a ranking as it was put', async () => {
    await storeOf('one').putRanking(TODAY, ranking(NOW, 1), undefined);
    expect(await rankingOf()).toEqual(ranking(NOW, 1));
  });

  it('puts only one of two rankings that were made from the same one', async () => {
    const store = storeOf('one');
    expect(await store.putRanking(TODAY, ranking(NOW, 1), undefined)).toBe(true);
    expect(await store.putRanking(TODAY, ranking(NOW, 2), undefined)).toBe(false);
    expect(await store.putRanking(TODAY, ranking(NOW + 1, 3), ranking(NOW, 1))).toBe(true);
    expect(await store.putRanking(TODAY, ranking(NOW + 2, 4), ranking(NOW, 1))).toBe(false);
    expect(await rankingOf()).toEqual(ranking(NOW + 1, 3));
  });
});
