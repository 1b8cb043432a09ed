import { tmpdir } from 'node:os';
import { convertToParquet, parseColumnType } from 'embedded-cloud/duckdb';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { decodeCurationRun, encodeCurationRun } from '../../../../lambdas/lake/curate/curation-message';
import { playback, TestLake } from '../../../support/test-lake';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const NEXT_NIGHT = Date.UTC(2026, 10, 21, 2, 15);

/** A Parquet file with one row of two columns; the second column has this type. */
const parquetOf = async (row: string, sequence: string): Promise<Buffer> => {
  const columns = new Map([
    ['event_id', parseColumnType('string')],
    ['sequence', parseColumnType(sequence)],
  ]);
  const { parquet } = await convertToParquet(Buffer.from(row), columns, 'snappy', tmpdir());
  return parquet ?? Buffer.alloc(0);
};

describe('A curation run', () => {
  let lake: TestLake;

  beforeEach(async () => {
    lake = await TestLake.open();
  });

  afterEach(() => lake.close());

  const ids = async (dt: string): Promise<readonly (string | undefined)[]> =>
    (await lake.ask(`SELECT event_id FROM viewing_events WHERE dt = '${dt}' ORDER BY event_id`)).map(([id]) => id);
  const idsOf = (events: readonly ViewingEvent[]): string[] => events.map(({ event_id }) => event_id).sort();

  it('keeps one row per event, from the copy received first, on the date of the event', async () => {
    const late = Date.UTC(2026, 10, 20, 23, 59, 55);
    const [session, overMidnight] = [
      playback({ session_id: 'noon', event_ts: NOON }),
      playback({ session_id: 'late', event_ts: late }),
    ];
    await lake.receive([...session, ...session.toReversed()], NOON + 60_000);
    await lake.receive(
      session.map((event) => ({ ...event, received_at: event.received_at + 5_000, event_ts: event.event_ts + 7 })),
      NOON + HOUR,
    );
    await lake.receive(overMidnight, late + 60_000);
    await lake.curate(['2026-11-20', '2026-11-21'], NEXT_NIGHT);
    const [before, after] = [0, 1].map((day) =>
      overMidnight.filter(({ event_ts }) => new Date(event_ts).getUTCDate() === 20 + day),
    );
    expect(await ids('2026-11-20')).toEqual(idsOf([...session, ...(before ?? [])]));
    expect(await ids('2026-11-21')).toEqual(idsOf(after ?? []));
    const rows = await lake.ask("SELECT event_ts FROM viewing_events WHERE session_id = 'noon' ORDER BY sequence");
    expect(rows.map(([at]) => Number(at))).toEqual(session.map(({ event_ts }) => event_ts));
    const sessions = await lake.ask('SELECT dt, session_id, events FROM sessions ORDER BY started_at');
    expect(sessions).toEqual([
      ['2026-11-20', 'noon', '5'],
      ['2026-11-20', 'late', '5'],
    ]);
  });

  it('keeps one row of an event that was sent with a clock of the day before, and again with the right one', async () => {
    const right = playback({ session_id: 'box', event_ts: NOON });
    const behind = right.map((event) => ({ ...event, event_ts: event.event_ts - 26 * HOUR }));
    await lake.receive(behind, NOON + 60_000);
    await lake.receive(
      right.map((event) => ({ ...event, received_at: event.received_at + 5_000 })),
      NOON + 60_000,
    );
    await lake.curate(['2026-11-19', '2026-11-20'], NEXT_NIGHT);
    expect([await ids('2026-11-19'), await ids('2026-11-20')]).toEqual([idsOf(behind), []]);
    expect(await lake.ask('SELECT dt, session_id, events FROM sessions')).toEqual([['2026-11-19', 'box', '5']]);
  });

  it('rewrites a date and the tables derived from it when late events have arrived', async () => {
    const [early, ...later] = playback({ session_id: 'phone', event_ts: NOON });
    await lake.receive([early ?? {}], NOON + 1_000);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    const playedBefore = await lake.ask('SELECT played, playing_ms FROM sessions');
    await lake.receive(later, NEXT_NIGHT + HOUR);
    await lake.curate(['2026-11-20'], NEXT_NIGHT + 24 * HOUR);
    expect([playedBefore, await lake.ask('SELECT played, playing_ms FROM sessions')]).toEqual([
      [['false', '0']],
      [['true', '20500']],
    ]);
    expect(await lake.ask('SELECT label_played, label_completed FROM training_examples')).toEqual([['true', 'true']]);
    const weeks = await lake.ask(
      'SELECT week, starts, completions FROM content_weekly WHERE country IS NULL AND device_type IS NULL',
    );
    expect(weeks).toEqual([['2026-11-16', '1', '1']]);
  });

  it('gives the same rows when it is repeated, and removes the superseded run only after the grace period', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    const before = await lake.ask('SELECT * FROM sessions');
    await lake.curate(['2026-11-20'], NEXT_NIGHT + 60_000);
    expect(await lake.ask('SELECT * FROM sessions')).toEqual(before);
    const folders = () => lake.objects.folders('curated/viewing_events/dt=2026-11-20/');
    expect(await folders()).toHaveLength(2);
    await lake.curate(['2026-11-19'], NEXT_NIGHT + 2 * HOUR); // sweeps every date
    expect(await folders()).toHaveLength(1);
    expect(await lake.ask('SELECT * FROM sessions')).toEqual(before);
  });

  it('leaves the old rows if it is killed, and continues when its message is delivered again', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    await lake.receive(playback({ session_id: 'two', event_ts: NOON + 60_000 }), NOON + 120_000);
    const run = lake.run(['2026-11-20'], NEXT_NIGHT + HOUR);
    const killed = { swap: () => Promise.reject(new Error('killed')) };
    const catalog = Object.assign(Object.create(lake.catalog) as typeof lake.catalog, killed);
    await lake.continue(run, NEXT_NIGHT + HOUR, { catalog, enqueue: () => Promise.resolve() });
    expect(await lake.ask('SELECT session_id FROM sessions')).toEqual([['one']]);
    await lake.continue(run, NEXT_NIGHT + HOUR);
    expect(await lake.ask('SELECT session_id FROM sessions ORDER BY 1')).toEqual([['one'], ['two']]);
  });

  it('gives the same rows if every step is run twice at the same time', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    const run = lake.run(['2026-11-20'], NEXT_NIGHT);
    const queue = [run];
    const steps: string[] = [];
    for (let next = queue.shift(); next; next = queue.shift()) {
      const again: (typeof run)[] = [];
      await Promise.all([
        lake.continue(next, NEXT_NIGHT, { budgetMs: 0, enqueue: (next) => Promise.resolve(void queue.push(next)) }),
        lake.continue(next, NEXT_NIGHT, { budgetMs: 0, enqueue: (next) => Promise.resolve(void again.push(next)) }),
      ]);
      steps.push(...again.map(({ step }) => String(step)));
    }
    expect(steps.length).toBeGreaterThan(5);
    expect(lake.failures).toEqual([]);
    expect(await ids('2026-11-20')).toHaveLength(5);
  });

  it('does not replace a partition of a run that began later', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    const earlier = lake.run(['2026-11-20'], NEXT_NIGHT);
    await lake.receive(playback({ session_id: 'two', event_ts: NOON }), NOON + HOUR);
    await lake.curate(['2026-11-20'], NEXT_NIGHT + HOUR);
    const [later] = await lake.catalog.partitions('sessions');
    await lake.continue(earlier, NEXT_NIGHT);
    expect((await lake.catalog.partitions('sessions'))[0]).toEqual(later);
  });

  it('moves objects out of raw that are not Parquet or have a column of another type, reports them, and curates the rest', async () => {
    const broken = await lake.putRaw(Buffer.from('{"not": "parquet"}'), NOON);
    const changed = await lake.putRaw(await parquetOf('{"event_id": "1", "sequence": "first"}', 'string'), NOON);
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    expect(lake.moved.toSorted(({ reason: one }, { reason: other }) => (one > other ? -1 : 1))).toEqual([
      { key: broken, reason: 'The object does not end with the Parquet marker PAR1.' },
      { key: changed, reason: 'Column sequence is BYTE_ARRAY, not bigint.' },
    ]);
    const aside = await lake.objects.list('raw-aside/');
    expect(aside.map(({ key }) => key)).toEqual([
      `raw-aside/not-parquet/${broken}`,
      `raw-aside/other-columns/${changed}`,
    ]);
    expect(await ids('2026-11-20')).toHaveLength(5);
  });

  it('inspects a date of arrival page by page, hands over between two pages, and records that it is done', async () => {
    const keys: string[] = [];
    for (let n = 0; n < 3; n += 1) keys.push(await lake.putRaw(Buffer.from(`object ${n}`), NOON));
    const page = async (prefix: string, after = ''): ReturnType<typeof lake.objects.page> => {
      const [first, ...more] = (await lake.objects.list(prefix)).filter(({ key }) => key > after);
      return { objects: first ? [first] : [], next: more.length > 0 ? first?.key : undefined };
    };
    const objects = Object.assign(Object.create(lake.objects) as typeof lake.objects, { page });
    const queue = [lake.run(['2026-11-20'], NEXT_NIGHT)];
    const inspectedTo: unknown[] = [];
    for (let run = queue.shift(); run; run = queue.shift()) {
      await lake.continue(run, NEXT_NIGHT, {
        ...{ objects, budgetMs: 0 },
        enqueue: (next) => {
          inspectedTo.push(next.inspectedTo);
          queue.push(decodeCurationRun(encodeCurationRun(next)));
          return Promise.resolve();
        },
      });
    }
    expect(lake.moved.map(({ key }) => key).sort()).toEqual(keys.sort());
    const [first, second] = keys.sort();
    expect(inspectedTo.slice(0, 5)).toEqual([undefined, first, second, undefined, undefined]);
    expect(await lake.objects.readText('curation/inspected/2026-11-20.json')).toBe(`{"at":${NEXT_NIGHT}}`);
  });

  it('writes no rows for a date without events, and does not fail', async () => {
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    expect(lake.failures).toEqual([]);
    expect(await ids('2026-11-20')).toEqual([]);
    expect(await lake.ask('SELECT * FROM content_weekly')).toEqual([]);
  });

  it('leaves out an erased viewer, including events that arrive later', async () => {
    const erased = 'e'.repeat(43);
    await lake.receive(playback({ session_id: 'kept', event_ts: NOON }), NOON);
    await lake.receive(playback({ session_id: 'gone', event_ts: NOON, viewer_id: erased }), NOON);
    await lake.suppress(erased);
    await lake.receive(playback({ session_id: 'later', event_ts: NOON, viewer_id: erased }), NOON + 5 * HOUR);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    expect(await lake.ask('SELECT session_id FROM sessions')).toEqual([['kept']]);
  });

  it('repeats a query that fails, in its own folder, and goes to the dead-letter queue after three failures', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    lake.endpoint.faults.set('athena', { partial: 1 });
    const run = await lake.curate(['2026-11-20'], NEXT_NIGHT);
    lake.endpoint.faults.clear();
    expect(lake.failures).toHaveLength(3);
    const [redriven] = lake.deadLetters;
    expect(redriven).toMatchObject({ runId: run.runId, attempt: 4, failures: 0 });
    if (redriven) await lake.continue(redriven, NEXT_NIGHT);
    expect(lake.finished.map(({ runId, status }) => [runId, status])).toEqual([[run.runId, 'finished']]);
    expect(await ids('2026-11-20')).toHaveLength(5);
  });
});
