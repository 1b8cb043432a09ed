import { StatementFailed } from 'aws-clients';
import { readConfirmation } from '../../../../lambdas/erasure/warehouse-confirmation';
import { eraseOnly, load } from '../../../../lambdas/warehouse/load-warehouse/load';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { addDays, dateOf, foldSessions, SESSIONS } from '../../../../domain/lake';
import { aViewingEvent, eventId, NOW } from '../../../support/events';
import { ANONYMOUS } from '../../../support/test-lake';
import { readSql, TestWarehouse, RAW_COLUMNS } from '../../../support/warehouse';

const DAY = 86_400_000;
const today = dateOf(NOW);

/** Some sessions of a few events each, spread over the nine dates that have tables and one before them. */
const events: readonly ViewingEvent[] = Array.from({ length: 60 }, (_, n) => {
  const session = n % 20;
  const sequence = Math.floor(n / 20);
  return aViewingEvent({
    event_id: eventId(n),
    event: sequence === 0 ? 'play_request' : sequence === 1 ? 'playing' : 'heartbeat',
    session_id: `session-${session}`,
    sequence,
    event_ts: NOW - (session % 9) * DAY + sequence * 10_000,
    received_at: NOW - (session % 9) * DAY + sequence * 10_000 + 500,
    ...(sequence === 1 && { startup_ms: 900, state: 'starting' as const }),
    ...(session % 3 === 0 && { experiments: [{ id: 'exp', variant: session % 2 === 0 ? 'a' : 'b' }] }),
    ...(sequence === 2 && { bitrate_kbps: 3_000, playback_rate: 1.5, playhead_ms: 10_000, cdn: 'cdn-a' }),
  });
});
/** The report of a run that finds nothing to do. */
const NOTHING = { loaded: 0, leftOut: [], postponed: [], erased: 0, lagMs: 0 };
const isShown = ({ event_ts }: ViewingEvent): boolean => dateOf(event_ts) > addDays(today, -7);

describe('load', () => {
  let warehouse: TestWarehouse;
  beforeEach(async () => {
    warehouse = await TestWarehouse.open(NOW);
    await warehouse.prepare();
  });
  afterEach(() => warehouse.close());

  const confirmationOf = (requestId: string) => readConfirmation(warehouse.services.objects, requestId);
  const idsShown = async (): Promise<readonly unknown[]> =>
    (await warehouse.readers.rows('SELECT event_id FROM viewing_events ORDER BY event_id')).map(([id]) => id);
  const expected = events.filter(isShown).map(({ event_id }) => event_id);

  it('shows each event of the last seven dates once, for any order and repetition of arrivals', async () => {
    await warehouse.arrive('one', [...events.slice(0, 40), ...events.slice(10, 30)], today);
    expect(await warehouse.load()).toMatchObject({ loaded: 1, leftOut: [] });
    await warehouse.arrive('two', [...events.slice(30), ...events.slice(0, 5)], addDays(today, -1));
    await warehouse.load();
    expect(await idsShown()).toEqual(expected);
    const before = [await warehouse.shown(), await warehouse.shown('sessions')];
    expect(await warehouse.load()).toEqual(NOTHING);
    await warehouse.prepare();
    expect([await warehouse.shown(), await warehouse.shown('sessions')]).toEqual(before);
  });

  it('keeps the copy of an event that was received first, even if it is loaded later', async () => {
    const [event] = events as [ViewingEvent];
    const corrected = { ...event, event_ts: event.event_ts - DAY, received_at: event.received_at + 9_000 };
    await warehouse.arrive('late', [corrected], today);
    await warehouse.load();
    await warehouse.arrive('early', [event], today);
    await warehouse.load();
    expect(await warehouse.readers.rows('SELECT event_id, event_ts, dt FROM viewing_events')).toEqual([
      [event.event_id, event.event_ts, today],
    ]);
  });

  it('folds sessions like the reference, for any division of their events among objects', async () => {
    for (const third of [0, 1, 2]) {
      await warehouse.arrive(
        `part-${third}`,
        events.filter((_, n) => n % 3 === third),
        today,
      );
      await warehouse.load();
    }
    const names = Object.keys(SESSIONS.columns).filter((name) => name !== 'experiments');
    const rows = await warehouse.readers.rows(`SELECT ${names.join(', ')} FROM sessions ORDER BY session_id`);
    const reference = foldSessions(events)
      .filter(({ started_at }) => dateOf(started_at) > addDays(today, -7))
      .sort((one, other) => (one.session_id < other.session_id ? -1 : 1));
    expect(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))).toEqual(
      reference.map((session) =>
        Object.fromEntries(names.map((name) => [name, session[name as keyof typeof session]])),
      ),
    );
  });

  it('leaves out files with other columns, records them in the load ledger, and loads the others', async () => {
    await warehouse.arrive('good', events.slice(0, 3), today);
    const [first, ...rest] = [...RAW_COLUMNS];
    await warehouse.arrive('swapped', events.slice(3, 6), today, new Map([...rest, ...(first ? [first] : [])]));
    await warehouse.put(`raw/viewing_events/dt=${today}/hour=00/broken.parquet`, Buffer.from('not parquet at all'));
    const { loaded, leftOut } = await warehouse.load();
    expect(loaded).toBe(1);
    expect(leftOut.map(({ reason }) => reason).sort()).toEqual([
      'Column 1 is event, not event_id.',
      'The object does not end with the Parquet marker PAR1.',
    ]);
    const ledger = await warehouse.warehouse.rows(
      'SELECT status, count(*) FROM mirror.load_ledger GROUP BY status ORDER BY status',
    );
    expect(ledger).toEqual([
      ['left out', 2],
      ['loaded', 1],
    ]);
    expect(await warehouse.load()).toEqual(NOTHING);
  });

  it('fills columns that an older file does not have with nulls', async () => {
    await warehouse.arrive('older', events.slice(0, 1), today, new Map([...RAW_COLUMNS].slice(0, -1)));
    expect(await warehouse.load()).toMatchObject({ loaded: 1, leftOut: [] });
    expect(await warehouse.readers.rows('SELECT client_event_ts FROM viewing_events')).toEqual([[null]]);
  });

  it('adds the columns that the tables of an earlier release lack', async () => {
    await warehouse.arrive('before', events.slice(0, 10), today);
    await warehouse.load();
    const day = `mirror.viewing_events_${today.replaceAll('-', '')}`;
    await warehouse.warehouse.transaction([
      `ALTER TABLE ${day} DROP COLUMN cdn`,
      `ALTER TABLE ${day} DROP COLUMN experiments`,
      'ALTER TABLE mirror.sessions DROP COLUMN experiments',
      'DELETE FROM mirror.rolled',
    ]);
    await warehouse.arrive('after', events, today);
    expect(await warehouse.load()).toMatchObject({ loaded: 1, leftOut: [] });
    expect(await idsShown()).toEqual(expected);
    const [[cdns] = []] = await warehouse.readers.rows('SELECT count(cdn) FROM viewing_events');
    expect(cdns).toBeGreaterThan(0);
    expect(await warehouse.readers.rows('SELECT count(experiments) FROM sessions')).not.toEqual([[0]]);
  });

  it('loads no rows if nothing has arrived, or only watermarks', async () => {
    expect(await warehouse.load()).toEqual(NOTHING);
    await warehouse.arrive('watermarks', [{ received_at: NOW }], today);
    expect(await warehouse.load()).toMatchObject({ loaded: 1 });
    expect(await warehouse.shown()).toEqual([]);
  });

  it('drops the tables of dates that leave the window, and shows the new dates', async () => {
    await warehouse.arrive('one', events, today);
    await warehouse.load();
    warehouse.now = NOW + 2 * DAY;
    await warehouse.load();
    const shown = events
      .filter(({ event_ts }) => dateOf(event_ts) > addDays(today, -5))
      .map(({ event_id }) => event_id);
    expect(await idsShown()).toEqual(shown);
    const tables = await warehouse.warehouse.rows(
      "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'viewing_events_2%' ORDER BY table_name",
    );
    const dates = Array.from({ length: 9 }, (_, n) => addDays(today, n - 5).replaceAll('-', ''));
    expect(tables.map(([name]) => name)).toEqual(dates.map((date) => `viewing_events_${date}`));
  });

  it('deletes an erased viewer, and leaves out their events that arrive later', async () => {
    const [erased, kept] = ['erased-viewer', 'kept-viewer'];
    const of = (viewer_id: string, from: number): readonly ViewingEvent[] =>
      events.slice(from, from + 2).map((event) => ({ ...event, viewer_id, session_id: `${viewer_id}-${from}` }));
    await warehouse.arrive('one', [...of(erased, 0), ...of(kept, 2)], today);
    await warehouse.load();
    await warehouse.put(
      'erasures/suppressed/r1.json',
      Buffer.from(`${JSON.stringify({ viewer_id: erased, request_id: 'r1' })}\n`),
    );
    await warehouse.arrive('two', [...of(erased, 20), ...of(kept, 22)], today);
    expect(await warehouse.load()).toMatchObject({ loaded: 1, erased: 1 });
    expect(await confirmationOf('r1')).toEqual({ viewing_events: 2, sessions: 1 });
    for (const table of ['viewing_events', 'sessions']) {
      expect(await warehouse.readers.rows(`SELECT DISTINCT viewer_id FROM ${table}`)).toEqual([[kept]]);
    }
    expect(await warehouse.load()).toEqual(NOTHING);
  });

  it('keeps anonymous events, whether or not a viewer was erased', async () => {
    const anonymous = events.slice(0, 3).map((event) => ({ ...event, ...ANONYMOUS }));
    await warehouse.arrive('one', anonymous.slice(0, 1), today);
    await warehouse.load();
    await warehouse.put('erasures/suppressed/r1.json', Buffer.from('{"viewer_id": "erased-viewer"}\n'));
    await warehouse.arrive('two', anonymous.slice(1), today);
    await warehouse.load();
    for (const [table, rows] of [
      ['viewing_events', 3],
      ['sessions', 3],
    ] as const) {
      expect(await warehouse.readers.rows(`SELECT count(*), count(viewer_id) FROM ${table}`)).toEqual([[rows, 0]]);
    }
  });

  it('eraseOnly deletes a viewer, confirms it, and loads nothing', async () => {
    await warehouse.arrive('one', [{ ...events[0], viewer_id: 'erased-viewer' }, events[1] ?? {}], today);
    await warehouse.load();
    await warehouse.arrive('two', events, today);
    const viewers = ['erased-viewer', 'never-seen'].map((viewer_id) => `${JSON.stringify({ viewer_id })}\n`);
    for (const [index, line] of viewers.entries())
      await warehouse.put(`erasures/suppressed/r${index}.json`, Buffer.from(line));
    expect(await eraseOnly(warehouse.services)).toBe(2);
    expect(await warehouse.readers.rows('SELECT count(*) FROM viewing_events')).toEqual([[1]]);
    expect(await confirmationOf('r0')).toEqual({ viewing_events: 1, sessions: 1 });
    expect(await confirmationOf('r1')).toEqual({});
    expect(await eraseOnly(warehouse.services)).toBe(0);
    expect(await confirmationOf('r0')).toEqual({ viewing_events: 1, sessions: 1 });
  });

  it('confirms nothing while the warehouse holds a row of an erased viewer', async () => {
    await warehouse.arrive('one', [{ ...events[0], viewer_id: 'erased-viewer' }], today);
    await warehouse.load();
    await warehouse.put('erasures/suppressed/r1.json', Buffer.from('{"viewer_id": "erased-viewer"}\n'));
    const withoutDelete = (name: string): string =>
      readSql(name).replace(/DELETE FROM mirror\.sessions .*/, 'DELETE FROM mirror.sessions WHERE false;');
    await expect(eraseOnly({ ...warehouse.services, read: withoutDelete })).rejects.toThrow(
      'The warehouse still holds 1 sessions of erasures/suppressed/r1.json.',
    );
    expect(await confirmationOf('r1')).toBeUndefined();
  });

  it('loads nothing while a suppression cannot be read', async () => {
    await warehouse.arrive('one', events, today);
    await warehouse.put('erasures/suppressed/r1.json', Buffer.from('{"viewer": "somebody"}'));
    await expect(warehouse.load()).rejects.toThrow(
      'Field viewer_id of the suppression erasures/suppressed/r1.json is missing.',
    );
    expect(await warehouse.shown()).toEqual([]);
  });

  it('changes nothing if any statement fails, and gives the right rows when it is repeated', async () => {
    let statements: readonly string[] = [];
    await warehouse.arrive('one', events.slice(0, 50), today);
    await warehouse.load();
    await warehouse.arrive('two', events, today);
    const before = [await warehouse.shown(), await warehouse.shown('sessions')];
    const recording = {
      database: warehouse.warehouse.database,
      rows: (sql: string, parameters?: Readonly<Record<string, string>>) => warehouse.warehouse.rows(sql, parameters),
      transaction: (all: readonly string[]) => {
        statements = all;
        throw new Error('not run');
      },
    };
    const read = { ...warehouse.services, warehouse: recording };
    await expect(load(read, NOW + 1)).rejects.toThrow('not run');
    expect(statements.length).toBeGreaterThan(20);
    for (let cut = 1; cut <= statements.length; cut += 9) {
      const cutShort = [...statements.slice(0, cut), 'SELECT * FROM missing_table'];
      await expect(warehouse.warehouse.transaction(cutShort)).rejects.toThrow('missing_table');
    }
    expect([await warehouse.shown(), await warehouse.shown('sessions')]).toEqual(before);
    await warehouse.load();
    expect(await idsShown()).toEqual(expected);
  });
});

describe('A reader of the warehouse', () => {
  let warehouse: TestWarehouse;
  beforeAll(async () => {
    warehouse = await TestWarehouse.open(NOW);
    await warehouse.prepare();
    await warehouse.arrive('one', events, today);
    await warehouse.load();
  });
  afterAll(() => warehouse.close());

  it.each([
    "INSERT INTO mirror.sessions (session_id, dt) VALUES ('x', 'y')",
    'DELETE FROM viewing_events',
    'DROP VIEW sessions',
    'CREATE TABLE mine (id int)',
    'SELECT * FROM mirror.load_ledger',
    'WITH gone AS (SELECT 1) DELETE FROM mirror.sessions',
    "SELECT * FROM read_parquet('/etc/passwd')",
    "COPY incoming FROM 's3://lake/x' IAM_ROLE 'r' FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON",
    'SELECT 1; DROP VIEW sessions',
  ])('cannot run %s', async (sql) => {
    const before = await warehouse.shown();
    await expect(warehouse.readers.rows(sql)).rejects.toThrow(StatementFailed);
    expect(await warehouse.shown()).toEqual(before);
  });

  it('can query the views of analysts and of the A/B platform', async () => {
    for (const view of [
      'viewing_events',
      'sessions',
      'experiment_exposures',
      'experiment_metrics',
      'experiment_mismatches',
    ]) {
      expect(await warehouse.readers.rows(`SELECT * FROM ${view}`)).not.toEqual([]);
    }
  });
});
