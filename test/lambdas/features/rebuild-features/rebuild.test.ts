import { join } from 'node:path';
import { loadCatalogTable } from '../../../../tools/catalog/catalog-loader';
import { readStoredViewer } from '../../../../lambdas/features/features-reader';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { featuresOf, type ViewerFeatures } from '../../../../domain/features/viewer-features';
import { DAY_MS, startOf } from '../../../../domain/lake';
import { AnswerReader } from '../../../../lambdas/features/rebuild-features/answer-reader';
import { profilesTable } from '../../../../lambdas/features/rebuild-features/profiles-table';
import { type RebuildServices, takeStep } from '../../../../lambdas/features/rebuild-features/rebuild';
import {
  type Rebuild,
  readRebuild,
  readUntil,
  writeRebuild,
} from '../../../../lambdas/features/rebuild-features/rebuild-message';
import { readStatement } from '../../../../lambdas/foundation/athena-statement';
import { driveRun, type RunServices } from '../../../../lambdas/foundation/drive-run';
import { cachedTitleFacts } from '../../../../lambdas/features/title-facts';
import { featuresTable } from '../../../../lambdas/features/update-features/features-table';
import { updateFeatures } from '../../../../lambdas/features/update-features/update-features';
import { DynamoDb } from '../../../support/dynamo-db';
import { toldOf } from '../../../support/feature-store';
import { playback, TestLake } from '../../../support/test-lake';

const [DAY, UNTIL] = ['2026-11-20', '2026-11-21'];
const NOON = startOf(DAY) + DAY_MS / 2;
const NIGHT = startOf(UNTIL) + DAY_MS;
const [ANNA, BEN, CLEO] = ['a', 'b', 'c'].map((letter) => letter.repeat(43)) as [string, string, string];
const RETENTION_MS = 90 * DAY_MS;

const HISTORY: readonly ViewingEvent[] = [
  ...playback({ viewer_id: ANNA, session_id: 'anna-1', content_id: 'title-1', event_ts: NOON }),
  ...playback({ viewer_id: ANNA, session_id: 'anna-2', content_id: 'title-2', event_ts: NOON + 3_600_000 }).slice(
    0,
    -1,
  ),
  ...playback({
    viewer_id: ANNA,
    session_id: 'anna-3',
    content_id: 'unknown',
    event_ts: NOON + 7_200_000,
    device_type: 'mobile',
  }),
  ...playback({ viewer_id: BEN, session_id: 'ben-1', content_id: 'live', event_ts: NOON, stream_type: 'live' }).slice(
    0,
    -1,
  ),
].map((event) => (event.state === 'playing' ? { ...event, playhead_ms: 10_000 * event.sequence } : event));

describe('a rebuild of the profiles', () => {
  jest.setTimeout(60_000);
  let lake: TestLake;
  let dynamodb: DynamoDb;
  let steps: RebuildServices;
  let parts: { viewers: number; drifted: number }[];
  let finished: number;
  let failures: string[];
  let deadLetters: Rebuild[];
  let runs = 0;

  beforeAll(async () => {
    dynamodb = await DynamoDb.open();
    await dynamodb.createTable(
      'features',
      { AttributeName: 'viewer_id', AttributeType: 'S' },
      { AttributeName: 'part', AttributeType: 'S' },
    );
    await dynamodb.createTable('catalog', { AttributeName: 'content_id', AttributeType: 'S' });
    lake = await TestLake.open();
    await lake.receive(HISTORY, NOON + DAY_MS / 4);
    await lake.receive(playback({ viewer_id: CLEO, session_id: 'cleo-1', event_ts: NOON }), NOON + DAY_MS / 4);
    await lake.curate([DAY], NIGHT);
    const about = { language: 'en', rating: null, released_on: null, cms_version: 1 };
    await loadCatalogTable(dynamodb.client, 'catalog', [
      { ...about, content_id: 'title-1', title: 'One', genre: 'drama', duration_ms: 3_600_000 },
      { ...about, content_id: 'title-2', title: 'Two', genre: 'comedy', duration_ms: 1_500_000 },
    ]);
    await lake.suppress(CLEO);
  });
  afterAll(() => Promise.all([lake.close(), dynamodb.close()]));

  beforeEach(async () => {
    await dynamodb.emptyTable('features');
    [parts, finished, failures, deadLetters] = [[], 0, [], []];
    steps = {
      ...profilesTable(dynamodb.client, 'features', RETENTION_MS),
      queries: lake.queries,
      objects: lake.objects,
      answers: new AnswerReader(lake.objects),
      statement: readStatement(join(__dirname, '../../../../sql/features'), 'viewer-sessions'),
      factsOf: cachedTitleFacts(dynamodb.client, 'catalog', () => NIGHT),
      now: () => NIGHT,
      sendOn: (rebuild) => Promise.resolve(void queue.push(rebuild)),
      reportPart: (_, { viewers, drifted }) => Promise.resolve(void parts.push({ viewers, drifted })),
      reportFinished: () => Promise.resolve(void (finished += 1)),
    };
  });

  const queue: Rebuild[] = [];
  const begin = (): Rebuild => {
    runs += 1;
    return { runId: `20261122T044500Z-${String(runs).padStart(6, '0')}`, until: UNTIL, attempt: 1, failures: 0 };
  };
  const services = (changes: Partial<RebuildServices> = {}, budgetMs = 30_000): RunServices<Rebuild> => ({
    takeStep: (rebuild) => takeStep(rebuild, { ...steps, ...changes }),
    note: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    sendOn: steps.sendOn,
    giveUp: (rebuild) => Promise.resolve(void deadLetters.push(rebuild)),
    reportFailure: (_, reason) => void failures.push(reason),
    now: Date.now,
    budgetMs,
    lookEveryMs: 10,
  });
  /** Takes every message to its end, through the bytes that it travels as. */
  const drain = async (from: Rebuild, driven = services()): Promise<void> => {
    queue.push(from);
    for (let next = queue.shift(); next; next = queue.shift()) await driveRun(readRebuild(writeRebuild(next)), driven);
  };
  const stream = async (events: readonly ViewingEvent[]): Promise<void> => {
    const store = featuresTable(dynamodb.client, 'features');
    const told = [ANNA, BEN].flatMap((viewer) =>
      toldOf(
        viewer,
        events.filter(({ viewer_id }) => viewer_id === viewer),
      ),
    );
    await updateFeatures(told, { ...store, factsOf: steps.factsOf });
  };
  const featuresNow = async (viewerId: string, now = NIGHT): Promise<ViewerFeatures> =>
    featuresOf([await readStoredViewer(dynamodb.client, 'features', viewerId, now)], now);
  const readAll = async () => [await featuresNow(ANNA), await featuresNow(BEN)];
  const asStreamed = (features: readonly ViewerFeatures[]) => features.map((one) => ({ ...one, rebuiltUntil: null }));

  it('gives every viewer the features that the stream gave them, and finds no drift', async () => {
    await stream(HISTORY);
    const before = await readAll();
    expect(before[0]?.recentTitles).toHaveLength(3);
    await drain(begin());
    const after = await readAll();
    expect(asStreamed(after)).toEqual(before);
    expect(after.map(({ rebuiltUntil }) => rebuiltUntil)).toEqual([startOf(UNTIL), startOf(UNTIL)]);
    expect([parts, finished, failures]).toEqual([[{ viewers: 2, drifted: 0 }], 1, []]);
    expect(await lake.objects.list('features/')).toEqual([]);
  });

  it('gives a viewer of whom the stream knows nothing all that the lake has', async () => {
    await stream(HISTORY);
    const before = await readAll();
    await dynamodb.emptyTable('features');
    await drain(begin());
    expect(asStreamed(await readAll())).toEqual(before);
  });

  it('finds who drifted, and corrects it', async () => {
    await stream(HISTORY);
    const right = await readAll();
    await dynamodb.emptyTable('features');
    await stream(HISTORY.filter(({ session_id, sequence }) => session_id !== 'anna-2' && sequence !== 3));
    expect(await readAll()).not.toEqual(right);
    await drain(begin());
    expect(parts).toEqual([{ viewers: 2, drifted: 2 }]);
    expect(asStreamed(await readAll())).toEqual(right);
  });

  it('that is killed half-way writes the same when its message comes again, and a message that comes late does nothing', async () => {
    await drain(begin());
    const right = await readAll();
    await dynamodb.emptyTable('features');
    const rebuild = begin();
    const killed = () => Promise.reject(new Error('killed'));
    await driveRun(rebuild, services({ writeProfiles: killed }));
    const [part] = queue.splice(0);
    if (!part) throw new Error('No part was sent.');
    let written = 0;
    const dying: typeof steps.writeProfiles = async (profiles) => {
      await steps.writeProfiles(new Map([...profiles].slice(0, 1)));
      written += 1;
      throw new Error('killed');
    };
    await driveRun(part, services({ writeProfiles: dying }));
    expect([written, failures]).toEqual([1, ['Error: killed']]);
    queue.length = 0; // what it sent on is lost with it: the message itself comes again
    await drain(part);
    expect(await readAll()).toEqual(right);
    const finishedOnce = finished;
    await drain(part);
    expect([await readAll(), finished]).toEqual([right, finishedOnce]);
  });

  it('goes on at the viewer where a call ended', async () => {
    await drain(begin(), services({}, 0));
    expect(parts).toEqual([{ viewers: 2, drifted: 2 }]);
    expect(finished).toBe(1);
  });

  it('asks again, in a folder of its own, where Athena fails; after the third time somebody has to look', async () => {
    lake.endpoint.faults.set('athena', { partial: 1 });
    const rebuild = begin();
    await drain(rebuild);
    lake.endpoint.faults.clear();
    expect(failures).toHaveLength(3);
    expect(deadLetters).toEqual([{ ...rebuild, attempt: 4 }]);
    const [given] = deadLetters;
    if (given) await drain(given); // an operator redrives it
    expect([parts, finished]).toEqual([[{ viewers: 2, drifted: 2 }], 1]);
  });

  it('of a lake that has nothing in its time ends at once', async () => {
    await drain({ ...begin(), until: '2026-01-01' });
    expect([finished, failures, parts.filter(({ viewers }) => viewers > 0)]).toEqual([1, [], []]);
  });

  it('leaves out who was erased, and who went quiet is forgotten', async () => {
    await drain(begin());
    expect(await featuresNow(CLEO)).toMatchObject({ isKnown: false });
    expect(await featuresNow(ANNA, NOON + 7_300_000 + RETENTION_MS)).toMatchObject({ isKnown: false });
    expect(await featuresNow(ANNA, NOON + 7_200_000 + RETENTION_MS)).toMatchObject({ isKnown: true });
  });
});

describe('what begins a rebuild', () => {
  it('may say until when, but no date that has not come', () => {
    expect(readUntil({ until: DAY }, UNTIL)).toBe(DAY);
    expect(readUntil({ 'detail-type': 'Scheduled Event' }, UNTIL)).toBeUndefined();
    expect(() => readUntil({ until: '2026-11-22' }, UNTIL)).toThrow('2026-11-22 has not come yet');
    expect(() => readUntil({ until: 'yesterday' }, UNTIL)).toThrow('"yesterday" is no date such as 2026-11-24.');
  });

  it.each(['{}', '{"runId":"r","until":"2026-11-20","attempt":1,"failures":0,"part":{"key":1}}', 'null'])(
    'is not the message %s',
    (body) => expect(() => readRebuild(body)).toThrow('The message is no rebuild of features.'),
  );
});
