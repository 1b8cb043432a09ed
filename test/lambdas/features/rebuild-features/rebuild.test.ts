import { join } from 'node:path';
import { loadCatalogTable } from '../../../../tools/catalog/catalog-loader';
import { readStoredViewer } from '../../../../lambdas/features/features-reader';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { featuresOf, type ViewerFeatures } from '../../../../domain/features/viewer-features';
import { DAY_MS, startOf } from '../../../../domain/lake';
import { ResultReader } from '../../../../lambdas/features/rebuild-features/result-reader';
import { profilesTable } from '../../../../lambdas/features/rebuild-features/profiles-table';
import { type RebuildServices, runStep } from '../../../../lambdas/features/rebuild-features/rebuild';
import {
  decodeRebuildRun,
  encodeRebuildRun,
  readUntil,
  type RebuildRun,
} from '../../../../lambdas/features/rebuild-features/rebuild-message';
import { readStatement } from '../../../../lambdas/foundation/athena-statement';
import { driveRun, type RunServices } from '../../../../lambdas/foundation/drive-run';
import { cachedTitleFacts } from '../../../../lambdas/features/title-facts';
import { featuresTable } from '../../../../lambdas/features/update-features/features-table';
import { updateFeatures } from '../../../../lambdas/features/update-features/update-features';
import { DynamoDb } from '../../../support/dynamo-db';
import { eventsBySession } from '../../../support/feature-store';
import { ANONYMOUS, playback, TestLake } from '../../../support/test-lake';

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

describe('A rebuild run', () => {
  let lake: TestLake;
  let dynamodb: DynamoDb;
  let steps: RebuildServices;
  let parts: { viewers: number; drifted: number }[];
  let finished: number;
  let failures: string[];
  let deadLetters: RebuildRun[];
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
    await lake.receive(playback({ ...ANONYMOUS, session_id: 'anonymous-1', event_ts: NOON }), NOON + DAY_MS / 4);
    await lake.receive(playback({ viewer_id: CLEO, session_id: 'cleo-1', event_ts: NOON }), NOON + DAY_MS / 4);
    await lake.curate([DAY], NIGHT);
    const common = { language: 'en', rating: null, released_on: null, cms_version: 1 };
    await loadCatalogTable(dynamodb.client, 'catalog', [
      { ...common, content_id: 'title-1', title: 'One', genre: 'drama', duration_ms: 3_600_000 },
      { ...common, content_id: 'title-2', title: 'Two', genre: 'comedy', duration_ms: 1_500_000 },
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
      results: new ResultReader(lake.objects),
      statement: readStatement(join(__dirname, '../../../../sql/features'), 'viewer-sessions'),
      factsOf: cachedTitleFacts(dynamodb.client, 'catalog', () => NIGHT),
      now: () => NIGHT,
      enqueue: (run) => Promise.resolve(void queue.push(run)),
      reportPart: (_, { viewers, drifted }) => Promise.resolve(void parts.push({ viewers, drifted })),
      reportFinished: () => Promise.resolve(void (finished += 1)),
    };
  });

  const queue: RebuildRun[] = [];
  const begin = (): RebuildRun => {
    runs += 1;
    return { runId: `20261122T044500Z-${String(runs).padStart(6, '0')}`, until: UNTIL, attempt: 1, failures: 0 };
  };
  const services = (changes: Partial<RebuildServices> = {}, budgetMs = 30_000): RunServices<RebuildRun> => ({
    runStep: (run) => runStep(run, { ...steps, ...changes }),
    saveProgress: () => Promise.resolve(),
    finish: () => Promise.resolve(),
    enqueue: steps.enqueue,
    deadLetter: (run) => Promise.resolve(void deadLetters.push(run)),
    reportFailure: (_, reason) => void failures.push(reason),
    now: Date.now,
    budgetMs,
    pollMs: 10,
  });
  /** Runs every message to its end, with the encoding of the queue. */
  const drain = async (from: RebuildRun, driver = services()): Promise<void> => {
    queue.push(from);
    for (let next = queue.shift(); next; next = queue.shift())
      await driveRun(decodeRebuildRun(encodeRebuildRun(next)), driver);
  };
  const update = async (events: readonly ViewingEvent[]): Promise<void> => {
    const store = featuresTable(dynamodb.client, 'features');
    const sessions = [ANNA, BEN].flatMap((viewer) =>
      eventsBySession(
        viewer,
        events.filter(({ viewer_id }) => viewer_id === viewer),
      ),
    );
    const suppressed = () => Promise.resolve(new Set<string>());
    await updateFeatures(sessions, { ...store, suppressed, factsOf: steps.factsOf });
  };
  const featuresNow = async (viewerId: string, now = NIGHT): Promise<ViewerFeatures> =>
    featuresOf([await readStoredViewer(dynamodb.client, 'features', viewerId, now)], now);
  const readAll = async () => [await featuresNow(ANNA), await featuresNow(BEN)];
  const withoutRebuild = (features: readonly ViewerFeatures[]) =>
    features.map((one) => ({ ...one, rebuiltUntil: null }));

  it('gives every viewer the same features as the stream, and finds no drift', async () => {
    await update(HISTORY);
    const before = await readAll();
    expect(before[0]?.recentTitles).toHaveLength(3);
    await drain(begin());
    const after = await readAll();
    expect(withoutRebuild(after)).toEqual(before);
    expect(after.map(({ rebuiltUntil }) => rebuiltUntil)).toEqual([startOf(UNTIL), startOf(UNTIL)]);
    expect([parts, finished, failures]).toEqual([[{ viewers: 2, drifted: 0 }], 1, []]);
    expect(await lake.objects.list('features/')).toEqual([]);
  });

  it('gives viewers without stored playbacks all features from the lake', async () => {
    await update(HISTORY);
    const before = await readAll();
    await dynamodb.emptyTable('features');
    await drain(begin());
    expect(withoutRebuild(await readAll())).toEqual(before);
  });

  it('finds viewers for whom stream and lake disagree, and corrects their profiles', async () => {
    await update(HISTORY);
    const right = await readAll();
    await dynamodb.emptyTable('features');
    await update(HISTORY.filter(({ session_id, sequence }) => session_id !== 'anna-2' && sequence !== 3));
    expect(await readAll()).not.toEqual(right);
    await drain(begin());
    expect(parts).toEqual([{ viewers: 2, drifted: 2 }]);
    expect(withoutRebuild(await readAll())).toEqual(right);
  });

  it('writes the same if it is killed and its message is delivered again, and does nothing for a message that is delivered late', async () => {
    await drain(begin());
    const right = await readAll();
    await dynamodb.emptyTable('features');
    const run = begin();
    const killed = () => Promise.reject(new Error('killed'));
    await driveRun(run, services({ writeProfiles: killed }));
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
    queue.length = 0; // the messages of the killed call never arrive; SQS delivers its own message again
    await drain(part);
    expect(await readAll()).toEqual(right);
    const finishedOnce = finished;
    await drain(part);
    expect([await readAll(), finished]).toEqual([right, finishedOnce]);
  });

  it('continues with the viewer at which the last call ended', async () => {
    await drain(begin(), services({}, 0));
    expect(parts).toEqual([{ viewers: 2, drifted: 2 }]);
    expect(finished).toBe(1);
  });

  it('repeats a query that fails, in its own folder, and goes to the dead-letter queue after three failures', async () => {
    lake.endpoint.faults.set('athena', { partial: 1 });
    const run = begin();
    await drain(run);
    lake.endpoint.faults.clear();
    expect(failures).toHaveLength(3);
    expect(deadLetters).toEqual([{ ...run, attempt: 4 }]);
    const [redriven] = deadLetters;
    if (redriven) await drain(redriven);
    expect([parts, finished]).toEqual([[{ viewers: 2, drifted: 2 }], 1]);
  });

  it('finishes at once if the lake has no playbacks of its time', async () => {
    await drain({ ...begin(), until: '2026-01-01' });
    expect([finished, failures, parts.filter(({ viewers }) => viewers > 0)]).toEqual([1, [], []]);
  });

  it('leaves out erased viewers, and lets the profiles of inactive viewers expire', async () => {
    await drain(begin());
    expect(await featuresNow(CLEO)).toMatchObject({ isKnown: false });
    expect(await featuresNow(ANNA, NOON + 7_300_000 + RETENTION_MS)).toMatchObject({ isKnown: false });
    expect(await featuresNow(ANNA, NOON + 7_200_000 + RETENTION_MS)).toMatchObject({ isKnown: true });
  });
});

describe('readUntil', () => {
  it('reads a date, and rejects one in the future', () => {
    expect(readUntil({ until: DAY }, UNTIL)).toBe(DAY);
    expect(readUntil({ 'detail-type': 'Scheduled Event' }, UNTIL)).toBeUndefined();
    expect(() => readUntil({ until: '2026-11-22' }, UNTIL)).toThrow('2026-11-22 is in the future');
    expect(() => readUntil({ until: 'yesterday' }, UNTIL)).toThrow('"yesterday" is not a date such as 2026-11-24.');
  });
});

describe('decodeRebuildRun', () => {
  it.each([
    ['{}', 'Field runId of the rebuild message is missing.'],
    ['{"runId":"r","until":"2026-11-20","attempt":1,"failures":0,"part":{"key":1}}', 'Field key'],
    ['null', 'The rebuild message is not an object.'],
  ])('rejects %s', (body, message) => expect(() => decodeRebuildRun(body)).toThrow(message));
});
