import { tmpdir } from 'node:os';
import { convertToParquet, parseColumnType } from 'embedded-cloud/duckdb';
import type { ViewingEvent } from '../../../../domain/families/viewing';
import { playback, TestLake } from '../../../support/test-lake';

const HOUR = 3_600_000;
const NOON = Date.UTC(2026, 10, 20, 12);
const NEXT_NIGHT = Date.UTC(2026, 10, 21, 2, 15);

/** One row of two columns, the second of this type. */
const parquetOf = async (row: string, sequence: string): Promise<Buffer> => {
  const columns = new Map([
    ['event_id', parseColumnType('string')],
    ['sequence', parseColumnType(sequence)],
  ]);
  const { parquet } = await convertToParquet(Buffer.from(row), columns, 'snappy', tmpdir());
  return parquet ?? Buffer.alloc(0);
};

describe('curation', () => {
  jest.setTimeout(120_000);
  let lake: TestLake;

  beforeEach(async () => {
    lake = await TestLake.open();
  });

  afterEach(() => lake.close());

  const ids = async (dt: string): Promise<readonly (string | undefined)[]> =>
    (await lake.ask(`SELECT event_id FROM viewing_events WHERE dt = '${dt}' ORDER BY event_id`)).map(([id]) => id);
  const idsOf = (events: readonly ViewingEvent[]): string[] => events.map(({ event_id }) => event_id).sort();

  it('keeps one row an event, the copy received first, on the date on which it happened', async () => {
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
    const told = await lake.ask("SELECT event_ts FROM viewing_events WHERE session_id = 'noon' ORDER BY sequence");
    expect(told.map(([at]) => Number(at))).toEqual(session.map(({ event_ts }) => event_ts));
    const sessions = await lake.ask('SELECT dt, session_id, events FROM sessions ORDER BY started_at');
    expect(sessions).toEqual([
      ['2026-11-20', 'noon', '5'],
      ['2026-11-20', 'late', '5'],
    ]);
  });

  it('restates a date, and what derives from it, when late events come', async () => {
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

  it('does not answer otherwise when it is repeated, and removes the earlier run after its grace only', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    const answer = await lake.ask('SELECT * FROM sessions');
    await lake.curate(['2026-11-20'], NEXT_NIGHT + 60_000);
    expect(await lake.ask('SELECT * FROM sessions')).toEqual(answer);
    const folders = () => lake.objects.folders('curated/viewing_events/dt=2026-11-20/');
    expect(await folders()).toHaveLength(2);
    await lake.curate(['2026-11-19'], NEXT_NIGHT + 2 * HOUR); // sweeps every date
    expect(await folders()).toHaveLength(1);
    expect(await lake.ask('SELECT * FROM sessions')).toEqual(answer);
  });

  it('that is killed half-way leaves what there was, and goes on where it stood when its message comes again', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    await lake.receive(playback({ session_id: 'two', event_ts: NOON + 60_000 }), NOON + 120_000);
    const run = lake.run(['2026-11-20'], NEXT_NIGHT + HOUR);
    const killed = { swap: () => Promise.reject(new Error('killed')) };
    const catalog = Object.assign(Object.create(lake.catalog) as typeof lake.catalog, killed);
    await lake.takeOn(run, NEXT_NIGHT + HOUR, { catalog, sendOn: () => Promise.resolve() });
    expect(await lake.ask('SELECT session_id FROM sessions')).toEqual([['one']]);
    await lake.takeOn(run, NEXT_NIGHT + HOUR);
    expect(await lake.ask('SELECT session_id FROM sessions ORDER BY 1')).toEqual([['one'], ['two']]);
  });

  it('takes every step twice without harm', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    const run = lake.run(['2026-11-20'], NEXT_NIGHT);
    const queue = [run];
    const seen: string[] = [];
    for (let next = queue.shift(); next; next = queue.shift()) {
      const again: (typeof run)[] = [];
      await Promise.all([
        lake.takeOn(next, NEXT_NIGHT, { budgetMs: 0, sendOn: (on) => Promise.resolve(void queue.push(on)) }),
        lake.takeOn(next, NEXT_NIGHT, { budgetMs: 0, sendOn: (on) => Promise.resolve(void again.push(on)) }),
      ]);
      seen.push(...again.map(({ step }) => String(step)));
    }
    expect(seen.length).toBeGreaterThan(5);
    expect(lake.failures).toEqual([]);
    expect(await ids('2026-11-20')).toHaveLength(5);
  });

  it('that began earlier never takes the place of one that began later', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    const earlier = lake.run(['2026-11-20'], NEXT_NIGHT);
    await lake.receive(playback({ session_id: 'two', event_ts: NOON }), NOON + HOUR);
    await lake.curate(['2026-11-20'], NEXT_NIGHT + HOUR);
    const [later] = await lake.catalog.partitions('sessions');
    await lake.takeOn(earlier, NEXT_NIGHT);
    expect((await lake.catalog.partitions('sessions'))[0]).toEqual(later);
  });

  it('moves aside what is no Parquet or has a column of another type, says so, and takes the rest', async () => {
    const broken = await lake.putRaw(Buffer.from('{"not": "parquet"}'), NOON);
    const changed = await lake.putRaw(await parquetOf('{"event_id": "1", "sequence": "first"}', 'string'), NOON);
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    expect(lake.asides.toSorted(({ reason: one }, { reason: other }) => (one < other ? -1 : 1))).toEqual([
      { key: broken, reason: 'It does not end as Parquet does.' },
      { key: changed, reason: 'sequence is BYTE_ARRAY, not bigint.' },
    ]);
    const aside = await lake.objects.list('raw-aside/');
    expect(aside.map(({ key }) => key)).toEqual([
      `raw-aside/not-parquet/${broken}`,
      `raw-aside/other-columns/${changed}`,
    ]);
    expect(await ids('2026-11-20')).toHaveLength(5);
  });

  it('of a date on which nothing happened gives no rows and no error', async () => {
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    expect(lake.failures).toEqual([]);
    expect(await ids('2026-11-20')).toEqual([]);
    expect(await lake.ask('SELECT * FROM content_weekly')).toEqual([]);
  });

  it('leaves out a viewer who was erased, also what arrives later', async () => {
    const erased = 'e'.repeat(43);
    await lake.receive(playback({ session_id: 'kept', event_ts: NOON }), NOON);
    await lake.receive(playback({ session_id: 'gone', event_ts: NOON, viewer_id: erased }), NOON);
    await lake.suppress(erased);
    await lake.receive(playback({ session_id: 'later', event_ts: NOON, viewer_id: erased }), NOON + 5 * HOUR);
    await lake.curate(['2026-11-20'], NEXT_NIGHT);
    expect(await lake.ask('SELECT session_id FROM sessions')).toEqual([['kept']]);
  });

  it('tries a query that fails again in a folder of its own, and is given up after the third', async () => {
    await lake.receive(playback({ session_id: 'one', event_ts: NOON }), NOON);
    lake.endpoint.faults.set('athena', { partial: 1 });
    const run = await lake.curate(['2026-11-20'], NEXT_NIGHT);
    lake.endpoint.faults.clear();
    expect(lake.failures).toHaveLength(3);
    const [given] = lake.deadLetters;
    expect(given).toMatchObject({ runId: run.runId, attempt: 4, failures: 0 });
    if (given) await lake.takeOn(given, NEXT_NIGHT); // an operator redrives it
    expect(lake.finished.map(({ runId, status }) => [runId, status])).toEqual([[run.runId, 'finished']]);
    expect(await ids('2026-11-20')).toHaveLength(5);
  });
});
