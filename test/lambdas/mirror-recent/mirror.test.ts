import { addDays, dateOf } from '../../../domain/lake/dates';
import { foldSessions } from '../../../domain/lake/fold-sessions';
import { SESSIONS } from '../../../domain/lake/tables';
import type { ViewingEvent } from '../../../domain/events/viewing-event';
import { aViewingEvent, eventId, NOW } from '../../support/events';
import { HotTier, RAW_COLUMNS } from '../../support/hot';

jest.setTimeout(120_000);
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
/** What a run says that finds nothing to do. */
const NOTHING = { loaded: 0, leftOut: [], erased: 0, lagMs: 0 };
const isShown = ({ event_ts }: ViewingEvent): boolean => dateOf(event_ts) > addDays(today, -7);

describe('mirror-recent', () => {
  let hot: HotTier;
  beforeEach(async () => {
    hot = await HotTier.open(NOW);
    await hot.prepare();
  });
  afterEach(() => hot.close());

  const idsShown = async (): Promise<readonly unknown[]> =>
    (await hot.readers.rows('SELECT event_id FROM viewing_events ORDER BY event_id')).map(([id]) => id);
  const expected = events.filter(isShown).map(({ event_id }) => event_id);

  test('shows each event of exactly the last seven dates once, whatever arrived when, and twice', async () => {
    await hot.arrive('one', [...events.slice(0, 40), ...events.slice(10, 30)], today);
    expect(await hot.mirror()).toMatchObject({ loaded: 1, leftOut: [] });
    await hot.arrive('two', [...events.slice(30), ...events.slice(0, 5)], addDays(today, -1));
    await hot.mirror();
    expect(await idsShown()).toEqual(expected);
    const before = [await hot.shown(), await hot.shown('sessions')];
    expect(await hot.mirror()).toEqual(NOTHING);
    await hot.prepare();
    expect([await hot.shown(), await hot.shown('sessions')]).toEqual(before);
  });

  test('lets the copy count that was received first, however late it comes', async () => {
    const [event] = events as [ViewingEvent];
    const corrected = { ...event, event_ts: event.event_ts - DAY, received_at: event.received_at + 9_000 };
    await hot.arrive('late', [corrected], today);
    await hot.mirror();
    await hot.arrive('early', [event], today);
    await hot.mirror();
    expect(await hot.readers.rows('SELECT event_id, event_ts, dt FROM viewing_events')).toEqual([
      [event.event_id, event.event_ts, today],
    ]);
  });

  test('folds sessions as the reference does, however their events are dealt out', async () => {
    for (const third of [0, 1, 2]) {
      await hot.arrive(
        `part-${third}`,
        events.filter((_, n) => n % 3 === third),
        today,
      );
      await hot.mirror();
    }
    const names = Object.keys(SESSIONS.columns).filter((name) => name !== 'experiments');
    const rows = await hot.readers.rows(`SELECT ${names.join(', ')} FROM sessions ORDER BY session_id`);
    const reference = foldSessions(events)
      .filter(({ started_at }) => dateOf(started_at) > addDays(today, -7))
      .sort((one, other) => (one.session_id < other.session_id ? -1 : 1));
    expect(rows.map((row) => Object.fromEntries(names.map((name, at) => [name, row[at]])))).toEqual(
      reference.map((session) =>
        Object.fromEntries(names.map((name) => [name, session[name as keyof typeof session]])),
      ),
    );
  });

  test('leaves a file with other columns out, says so in the ledger, and loads the others', async () => {
    await hot.arrive('good', events.slice(0, 3), today);
    const [first, ...rest] = [...RAW_COLUMNS];
    await hot.arrive('swapped', events.slice(3, 6), today, new Map([...rest, ...(first ? [first] : [])]));
    await hot.put(`raw/viewing_events/dt=${today}/hour=00/broken.parquet`, Buffer.from('not parquet at all'));
    const { loaded, leftOut } = await hot.mirror();
    expect(loaded).toBe(1);
    expect(leftOut.map(({ reason }) => reason).sort()).toEqual([
      'Column 1 is event, not event_id.',
      'It does not end as Parquet does.',
    ]);
    const ledger = await hot.warehouse.rows(
      'SELECT status, count(*) FROM mirror.load_ledger GROUP BY status ORDER BY status',
    );
    expect(ledger).toEqual([
      ['left out', 2],
      ['loaded', 1],
    ]);
    expect(await hot.mirror()).toEqual(NOTHING);
  });

  test('fills a column with nulls that a file written earlier does not have yet', async () => {
    await hot.arrive('older', events.slice(0, 1), today, new Map([...RAW_COLUMNS].slice(0, -1)));
    expect(await hot.mirror()).toMatchObject({ loaded: 1, leftOut: [] });
    expect(await hot.readers.rows('SELECT client_event_ts FROM viewing_events')).toEqual([[null]]);
  });

  test('finds nothing to do in an hour in which nothing arrived, or only watermarks', async () => {
    expect(await hot.mirror()).toEqual(NOTHING);
    await hot.arrive('watermarks', [{ received_at: NOW }], today);
    expect(await hot.mirror()).toMatchObject({ loaded: 1 });
    expect(await hot.shown()).toEqual([]);
  });

  test('drops the date that falls out of the window, and shows the new one', async () => {
    await hot.arrive('one', events, today);
    await hot.mirror();
    hot.now = NOW + 2 * DAY;
    await hot.mirror();
    const shown = events
      .filter(({ event_ts }) => dateOf(event_ts) > addDays(today, -5))
      .map(({ event_id }) => event_id);
    expect(await idsShown()).toEqual(shown);
    const tables = await hot.warehouse.rows(
      "SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'viewing_events_2%' ORDER BY table_name",
    );
    const dates = Array.from({ length: 9 }, (_, n) => addDays(today, n - 5).replaceAll('-', ''));
    expect(tables.map(([name]) => name)).toEqual(dates.map((date) => `viewing_events_${date}`));
  });

  test('takes out a viewer whose erasure was asked for, and lets nothing of them in that comes later', async () => {
    const [erased, kept] = ['erased-viewer', 'kept-viewer'];
    const of = (viewer_id: string, from: number): readonly ViewingEvent[] =>
      events.slice(from, from + 2).map((event) => ({ ...event, viewer_id, session_id: `${viewer_id}-${from}` }));
    await hot.arrive('one', [...of(erased, 0), ...of(kept, 2)], today);
    await hot.mirror();
    await hot.put(
      'erasures/suppressed/r1.json',
      Buffer.from(`${JSON.stringify({ viewer_id: erased, request_id: 'r1' })}\n`),
    );
    await hot.arrive('two', [...of(erased, 20), ...of(kept, 22)], today);
    expect(await hot.mirror()).toMatchObject({ loaded: 1, erased: 1 });
    for (const table of ['viewing_events', 'sessions']) {
      expect(await hot.readers.rows(`SELECT DISTINCT viewer_id FROM ${table}`)).toEqual([[kept]]);
    }
    expect(await hot.mirror()).toEqual(NOTHING);
  });

  test('loads nothing while a request of erasure can not be read', async () => {
    await hot.arrive('one', events, today);
    await hot.put('erasures/suppressed/r1.json', Buffer.from('{"viewer": "somebody"}'));
    await expect(hot.mirror()).rejects.toThrow('erasures/suppressed/r1.json is no request of erasure.');
    expect(await hot.shown()).toEqual([]);
  });

  test('changes nothing where it fails behind any statement, and is right when it runs again', async () => {
    let statements: readonly string[] = [];
    await hot.arrive('one', events.slice(0, 50), today);
    await hot.mirror();
    await hot.arrive('two', events, today);
    const before = [await hot.shown(), await hot.shown('sessions')];
    const recording = {
      database: hot.warehouse.database,
      rows: (sql: string, parameters?: Readonly<Record<string, string>>) => hot.warehouse.rows(sql, parameters),
      transaction: (all: readonly string[]) => {
        statements = all;
        throw new Error('not run');
      },
    };
    const read = { ...hot.services, warehouse: recording };
    const { mirror } = await import('../../../lambdas/mirror-recent/mirror');
    await expect(mirror(read, NOW + 1)).rejects.toThrow('not run');
    expect(statements.length).toBeGreaterThan(20);
    for (let cut = 1; cut <= statements.length; cut += 9) {
      const cutShort = [...statements.slice(0, cut), 'SELECT * FROM what_is_not_there'];
      await expect(hot.warehouse.transaction(cutShort)).rejects.toThrow('what_is_not_there');
    }
    expect([await hot.shown(), await hot.shown('sessions')]).toEqual(before);
    await hot.mirror();
    expect(await idsShown()).toEqual(expected);
  });
});

describe('a reader', () => {
  let hot: HotTier;
  beforeAll(async () => {
    hot = await HotTier.open(NOW);
    await hot.prepare();
    await hot.arrive('one', events, today);
    await hot.mirror();
  });
  afterAll(() => hot.close());

  test.each([
    "INSERT INTO mirror.sessions (session_id, dt) VALUES ('x', 'y')",
    'DELETE FROM viewing_events',
    'DROP VIEW sessions',
    'CREATE TABLE mine (id int)',
    'SELECT * FROM mirror.load_ledger',
    'WITH gone AS (SELECT 1) DELETE FROM mirror.sessions',
    "SELECT * FROM read_parquet('/etc/passwd')",
    "COPY incoming FROM 's3://lake/x' IAM_ROLE 'r' FORMAT AS PARQUET MANIFEST FILLRECORD SERIALIZETOJSON",
    'SELECT 1; DROP VIEW sessions',
  ])('can not do: %s', async (sql) => {
    const before = await hot.shown();
    await expect(hot.readers.rows(sql)).rejects.toThrow(/The warehouse failed/);
    expect(await hot.shown()).toEqual(before);
  });

  test('can ask the views that analysts and the A/B platform read', async () => {
    for (const view of [
      'viewing_events',
      'sessions',
      'experiment_exposures',
      'experiment_metrics',
      'experiment_mismatches',
    ]) {
      expect(await hot.readers.rows(`SELECT * FROM ${view}`)).not.toEqual([]);
    }
  });
});
