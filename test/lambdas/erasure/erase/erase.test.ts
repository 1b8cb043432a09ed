import type { ViewingEvent } from '../../../../domain/families/viewing';
import { SESSIONS, sessionsOf, TRAINING_EXAMPLES, VIEWING_EVENTS } from '../../../../domain/lake';
import { driveRun } from '../../../../lambdas/foundation/drive-run';
import { decodeErasureRun } from '../../../../lambdas/erasure/erasure-message';
import { ErasingLake } from '../../../support/erasing-lake';
import { playback } from '../../../support/test-lake';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const DAY_BEFORE = NOON - 20 * HOUR;
const REQUESTED_AT = Date.UTC(2026, 10, 21, 3, 15);
const DATES = ['2026-11-19', '2026-11-20'];

/** Alice's pseudonyms under the current key and under the one before. */
const ALICE = ['a'.repeat(43), 'A'.repeat(43)] as const;
const BOB = 'b'.repeat(43);

/** Alice and Bob watch on two dates. Only Alice watches title-a. */
const alice = (session_id: string, viewer_id: string, event_ts: number): ViewingEvent[] =>
  playback({ session_id, viewer_id, event_ts, content_id: 'title-a' }, 1);
const bob = (session_id: string, event_ts: number): ViewingEvent[] =>
  playback({ session_id, viewer_id: BOB, event_ts, experiments: [{ id: 'x', variant: 'b' }] }, 1);
const TODAY = { alice: alice('alice-1', ALICE[0], NOON), bob: bob('bob-1', NOON) };
const BEFORE = { alice: alice('alice-0', ALICE[1], DAY_BEFORE), bob: bob('bob-0', DAY_BEFORE) };

type Rows = readonly (readonly (string | undefined)[])[];

describe('An erasure', () => {
  let erasing: ErasingLake;

  beforeEach(async () => {
    erasing = await ErasingLake.open();
  });

  afterEach(() => erasing.close());

  /** One raw object has both viewers and a watermark, one only Alice, one only Bob. */
  const fillRaw = async (): Promise<void> => {
    const { lake } = erasing;
    await lake.receive([{ session_id: 'watermark', received_at: NOON }, ...TODAY.alice, ...TODAY.bob], NOON);
    await lake.receive(BEFORE.alice, DAY_BEFORE);
    await lake.receive(BEFORE.bob, DAY_BEFORE + HOUR);
  };

  /** Writes the curated rows of these events of a date. */
  const fillCurated = async (date: string, events: readonly ViewingEvent[]): Promise<void> => {
    const { lake } = erasing.lake;
    const sessions = sessionsOf(date, events);
    const examples = sessions.map(({ session_id, viewer_id, content_id, started_at }) => ({
      ...{ session_id, viewer_id, content_id, started_at },
    }));
    await lake.writeCurated(VIEWING_EVENTS, date, events);
    await lake.writeCurated(SESSIONS, date, sessions);
    await lake.writeCurated(TRAINING_EXAMPLES, date, examples);
  };

  /** Every row of every table whose rows belong to viewers, sorted. */
  const allRows = async (): Promise<Readonly<Record<string, Rows>>> => ({
    raw: await erasing.lake.ask('SELECT * FROM raw_viewing_events ORDER BY event_id'),
    events: await erasing.lake.ask('SELECT * FROM viewing_events ORDER BY event_id'),
    sessions: await erasing.lake.ask('SELECT * FROM sessions ORDER BY session_id'),
    training: await erasing.lake.ask('SELECT * FROM training_examples ORDER BY session_id'),
  });
  const withoutAlice = (tables: Readonly<Record<string, Rows>>): Readonly<Record<string, Rows>> =>
    Object.fromEntries(
      Object.entries(tables).map(([table, rows]) => [table, rows.filter((row) => !row.includes('title-a'))]),
    );

  const NOTHING = { raw_viewing_events: 0, viewing_events: 0, sessions: 0, training_examples: 0 };

  it('removes a viewer from every table, under every key, and changes no row of other viewers', async () => {
    await fillRaw();
    await fillCurated(DATES[0] ?? '', [...BEFORE.alice, ...BEFORE.bob]);
    await fillCurated(DATES[1] ?? '', [...TODAY.alice, ...TODAY.bob]);
    const superseded = 'dt=2026-11-20/run=20251231T000000Z-bbbbbb-1/';
    await erasing.lake.lake.write(VIEWING_EVENTS, `${superseded}rows.parquet`, TODAY.alice);
    const before = await allRows();
    expect(before['raw']).toHaveLength(17);
    const receipt = await erasing.erase(ALICE, REQUESTED_AT);
    expect(await allRows()).toEqual(withoutAlice(before));
    expect(await erasing.lake.ask('SELECT DISTINCT content_id FROM content_weekly')).toEqual([['title-1']]);
    expect(receipt).toEqual({
      id: '20261121T031500Z-e00001',
      requested_at: '2026-11-21T03:15:00.000Z',
      completed_at: '2026-11-21T03:15:00.000Z',
      key_ids: ['k1'],
      stores: [
        { store: 'lake/LakeBucket', removed: 20 },
        { store: 'features/Features', removed: 0 },
        { store: 'warehouse/Warehouse/Namespace', removed: 3 },
        { store: 'ingest/Quarantine/Bucket', removed: 0 },
      ],
      retained: [
        { store: 'lake/LakeBucket', what: 'old versions', until: '2026-11-29' },
        { store: 'ingest/Stream', what: 'pseudonyms: events', until: '2026-11-23' },
      ],
      rows_removed: {
        ...{ raw_viewing_events: 8, viewing_events: 8, sessions: 2, training_examples: 2 },
        ...{ warehouse_viewing_events: 3, warehouse_sessions: 0 },
      },
      arrivals: DATES,
      objects_rewritten: 2,
      dates: DATES,
      versions_deleted: expect.any(Number) as number,
      features_deleted: 0,
    });
    // Superseded runs hold the viewer, so they are deleted at once.
    const left = await erasing.lake.objects.folders('curated/viewing_events/dt=2026-11-20/');
    expect(left).toEqual([expect.stringContaining('run=20261121T031500Z-f00000-1/')]);
    expect(erasing.featuresDeletedOf).toEqual([ALICE, ALICE]); // at the beginning and at the end
    expect(erasing.failures).toEqual([]);
    // A second request finds nothing and rewrites nothing.
    const again = await erasing.erase(ALICE, REQUESTED_AT + HOUR);
    expect(again).toMatchObject({ rows_removed: NOTHING, objects_rewritten: 0, arrivals: [], dates: [] });
  });

  it('gives the same result if it is killed after every step and each step is run twice', async () => {
    await fillRaw();
    await fillCurated(DATES[1] ?? '', [...TODAY.alice, ...TODAY.bob]);
    const before = await allRows();
    const queue = [JSON.stringify(await erasing.request(ALICE, REQUESTED_AT))];
    const bodies: string[] = [];
    for (let body = queue.shift(); body !== undefined; body = queue.shift()) {
      bodies.push(body);
      const lost: string[] = []; // the messages of the killed call never arrive
      await driveRun(decodeErasureRun(body), erasing.driver(REQUESTED_AT, lost, { driver: { budgetMs: 0 } }));
      await driveRun(decodeErasureRun(body), erasing.driver(REQUESTED_AT, queue, { driver: { budgetMs: 0 } }));
    }
    const after = await allRows();
    expect(after).toEqual(withoutAlice(before));
    expect(await erasing.receipt(decodeErasureRun(bodies[0] ?? ''))).toMatchObject({
      rows_removed: { raw_viewing_events: 8, viewing_events: 4, sessions: 1, training_examples: 1 },
      objects_rewritten: 2,
    });
    // A message that is delivered again after the end finds the receipt and does nothing.
    for (const body of [bodies[0], bodies[3], bodies.at(-2)])
      await erasing.continue(decodeErasureRun(body ?? ''), REQUESTED_AT);
    expect(await allRows()).toEqual(after);
    expect([erasing.failures, erasing.deadLetters]).toEqual([[], []]);
  });

  it('searches the arrivals since the request again until they are empty, before it writes the receipt', async () => {
    await fillRaw();
    const { askWarehouse } = erasing.services(REQUESTED_AT);
    const late = alice('alice-late', ALICE[0], REQUESTED_AT - HOUR);
    const deliverLate = async (): Promise<void> => {
      await erasing.lake.receive([...late, ...bob('bob-late', REQUESTED_AT - HOUR)], REQUESTED_AT);
      await askWarehouse();
    };
    const run = await erasing.request(ALICE, REQUESTED_AT);
    await erasing.continue(run, REQUESTED_AT, { askWarehouse: deliverLate });
    expect(await erasing.receipt(run)).toMatchObject({
      rows_removed: { raw_viewing_events: 12 },
      arrivals: [...DATES, '2026-11-21'],
      objects_rewritten: 3,
    });
    const left = await erasing.lake.ask(
      'SELECT DISTINCT viewer_id FROM raw_viewing_events WHERE viewer_id IS NOT NULL',
    );
    expect(left).toEqual([[BOB]]);
    expect(erasing.failures).toEqual([]);
  });

  it('replaces no object if the row counts do not match, and goes to the dead-letter queue after three failures', async () => {
    await fillRaw();
    const before = await erasing.lake.ask('SELECT * FROM raw_viewing_events ORDER BY event_id');
    const { statement } = erasing.services(REQUESTED_AT);
    const losing = (name: string): string => statement(name).replace('viewer_id IS NULL', 'false'); // loses the watermark
    await erasing.continue(await erasing.request(ALICE, REQUESTED_AT), REQUESTED_AT, { statement: losing });
    expect(erasing.failures).toHaveLength(3);
    expect(erasing.failures[0]).toMatch(/holds 4 rows, not 5: no object is replaced/);
    expect(erasing.deadLetters).toHaveLength(1);
    const left = await erasing.lake.ask('SELECT * FROM raw_viewing_events ORDER BY event_id');
    expect(left.filter((row) => row.includes('bob-1') || row.includes('watermark'))).toEqual(
      before.filter((row) => row.includes('bob-1') || row.includes('watermark')),
    );
  });
});
