import { batchWrite, type Item } from 'aws-clients/dynamodb';
import { loadCatalogTable } from '../../../tools/catalog/catalog-loader';
import { encodeProfileItem, encodeSessionItem } from '../../../lambdas/features/feature-items';
import { FeaturesReader } from '../../../lambdas/features/features-reader';
import { profileOf } from '../../../domain/features/profile';
import { RECORD_RETENTION_MS } from '../../../domain/features/session-record';
import { summaryOf } from '../../../domain/features/session-summary';
import { type Keyring, pseudonymsOf } from '../../../domain/ingest';
import type { Content } from '../../../domain/lake';
import { featuresTable } from '../../../lambdas/features/update-features/features-table';
import { cachedTitleFacts } from '../../../lambdas/features/title-facts';
import { updateFeatures } from '../../../lambdas/features/update-features/update-features';
import { DynamoDb } from '../../support/dynamo-db';
import { aViewingEvent, KEYRING, NOW } from '../../support/events';
import { recordsOf, eventsBySession } from '../../support/feature-store';

const DAY_MS = 86_400_000;
const RETENTION_MS = 90 * DAY_MS;
const TABLE = 'features';

describe('FeaturesReader', () => {
  let dynamodb: DynamoDb;
  let now = NOW;
  const readerWith = (keyring: Keyring) =>
    new FeaturesReader({
      dynamodb: dynamodb.client,
      tableName: TABLE,
      keyring: () => Promise.resolve(keyring),
      now: () => now,
    });
  const watched = (title: string, at: number) =>
    recordsOf([aViewingEvent({ content_id: title, session_id: title, event_ts: at, playhead_ms: 60_000 })]);
  const itemsOf = (viewerId: string, ...records: ReturnType<typeof recordsOf>) =>
    records.map((record) => encodeSessionItem(viewerId, record));

  beforeAll(async () => {
    dynamodb = await DynamoDb.open();
    await dynamodb.createTable(
      TABLE,
      { AttributeName: 'viewer_id', AttributeType: 'S' },
      { AttributeName: 'part', AttributeType: 'S' },
    );
    await dynamodb.createTable('catalog', { AttributeName: 'content_id', AttributeType: 'S' });
  });
  afterAll(() => dynamodb.close());
  beforeEach(() => (now = NOW));

  const put = (...items: readonly Item[]) => batchWrite(dynamodb.client, TABLE, items);

  it('returns empty features for an unknown viewer', async () => {
    expect(await readerWith(KEYRING).getFeatures('unknown')).toEqual({
      isKnown: false,
      continueWatching: [],
      recentTitles: [],
      affinities: { genre: [], deviceType: [], timeOfDay: [] },
      counters: { sessions: 0, playingMs: 0, completions: 0 },
      lastWatchedAt: null,
      rebuiltUntil: null,
    });
  });

  it('merges the histories under the pseudonyms of a rotated key', async () => {
    const [current, older] = pseudonymsOf(KEYRING, 'anna');
    await put(
      ...itemsOf(older?.value ?? '', ...watched('title-1', NOW - DAY_MS)),
      ...itemsOf(current?.value ?? '', ...watched('title-2', NOW)),
    );
    const { recentTitles, counters } = await readerWith(KEYRING).getFeatures('anna');
    expect(recentTitles.map(({ contentId }) => contentId)).toEqual(['title-2', 'title-1']);
    expect(counters.sessions).toBe(2);
  });

  it('adds only the playbacks that ended after the profile to it', async () => {
    const viewerId = pseudonymsOf(KEYRING, 'ben')[0]?.value ?? '';
    const before = watched('title-1', NOW - 2 * DAY_MS);
    const since = watched('title-2', NOW);
    await put(
      ...itemsOf(viewerId, ...since, ...before),
      encodeProfileItem(viewerId, profileOf(before.map(summaryOf), NOW - DAY_MS), RETENTION_MS),
    );
    const features = await readerWith(KEYRING).getFeatures('ben');
    expect(features.counters).toEqual({ sessions: 2, playingMs: 20_000, completions: 0 });
    expect(features.recentTitles.map(({ contentId }) => contentId)).toEqual(['title-2', 'title-1']);
    expect(features.rebuiltUntil).toBe(NOW - DAY_MS);
  });

  it('leaves out an expired profile, even if the table has not deleted it yet', async () => {
    const viewerId = pseudonymsOf(KEYRING, 'carla')[0]?.value ?? '';
    const records = watched('title-1', NOW);
    await put(
      ...itemsOf(viewerId, ...records),
      encodeProfileItem(viewerId, profileOf(records.map(summaryOf), NOW + 1), RETENTION_MS),
    );
    const isKnownAfter = async (ms: number): Promise<boolean> => {
      now = NOW + ms;
      return (await readerWith(KEYRING).getFeatures('carla')).isKnown;
    };
    expect([await isKnownAfter(RETENTION_MS - 1_000), await isKnownAfter(RETENTION_MS + 1_000)]).toEqual([true, false]);
  });

  it('returns playbacks for eight days if the profile is not rebuilt', async () => {
    await put(...itemsOf(pseudonymsOf(KEYRING, 'emil')[0]?.value ?? '', ...watched('title-1', NOW)));
    now = NOW + RECORD_RETENTION_MS - 1_000;
    expect((await readerWith(KEYRING).getFeatures('emil')).counters.sessions).toBe(1);
    now = NOW + RECORD_RETENTION_MS + 1_000;
    expect((await readerWith(KEYRING).getFeatures('emil')).isKnown).toBe(false);
  });

  it('returns the features of any number of viewers, known or unknown', async () => {
    const viewerIds = Array.from({ length: 120 }, (_, index) => `viewer-${index}`);
    await put(...itemsOf(pseudonymsOf(KEYRING, 'viewer-7')[0]?.value ?? '', ...watched('title-1', NOW)));
    const found = await readerWith(KEYRING).getBatch(viewerIds);
    expect(found.size).toBe(120);
    expect([...found].filter(([, { isKnown }]) => isKnown).map(([viewerId]) => viewerId)).toEqual(['viewer-7']);
  });

  it('returns genre and duration from the catalog, and nulls for a title that is not in it', async () => {
    const content: Content = {
      content_id: 'title-1',
      title: 'The Last Harbour',
      genre: 'drama',
      language: 'en',
      rating: null,
      duration_ms: 3_600_000,
      released_on: '2024-03-01',
      cms_version: 4,
    };
    await loadCatalogTable(dynamodb.client, 'catalog', [content]);
    const services = {
      ...featuresTable(dynamodb.client, TABLE),
      suppressed: () => Promise.resolve(new Set<string>()),
      factsOf: cachedTitleFacts(dynamodb.client, 'catalog', () => now),
    };
    const viewer_id = pseudonymsOf(KEYRING, 'dora')[0]?.value ?? '';
    const events = ['title-1', 'title-9'].map((content_id, index) =>
      aViewingEvent({ viewer_id, content_id, session_id: content_id, event_ts: NOW - index, playhead_ms: 60_000 }),
    );
    for (const event of events) await updateFeatures(eventsBySession(viewer_id, [event]), services);
    const { continueWatching, recentTitles } = await readerWith(KEYRING).getFeatures('dora');
    expect(continueWatching.map(({ contentId, durationMs }) => [contentId, durationMs])).toEqual([
      ['title-1', 3_600_000],
      ['title-9', null],
    ]);
    expect(recentTitles.map(({ genre }) => genre)).toEqual(['drama', null]);
  });
});
