import { join } from 'node:path';
import { dateOf, startOf } from '../../../domain/lake';
import { readStatement, renderStatement } from '../../../lambdas/foundation/athena-statement';
import { LakeAccounts } from '../../../lambdas/ledger/reconcile/lake-accounts';
import { ANONYMOUS, playback, TestLake } from '../../support/test-lake';

const DATE = '2026-11-20';
const NOON = startOf(DATE) + 43_200_000;
const DAY_MS = 86_400_000;
const KNOWN = 'k'.repeat(43);
const SQL = join(__dirname, '../../../sql');

describe.each([
  ['before any erasure', []],
  ['after an erasure of another viewer', ['e'.repeat(43)]],
])('The lake %s', (_, erased) => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await TestLake.open();
    for (const viewer of erased) await lake.suppress(viewer);
    const known = playback({ session_id: 'known', viewer_id: KNOWN, event_ts: NOON });
    const anonymous = ['anonymous-1', 'anonymous-2'].map((session_id) =>
      playback({ ...ANONYMOUS, session_id, event_ts: NOON }),
    );
    await lake.receive([known, ...anonymous].flat(), NOON);
    await lake.curate([DATE], startOf(DATE) + DAY_MS);
  });
  afterAll(() => lake.close());

  it('keeps anonymous events and sessions, with no viewer', async () => {
    const query = (table: string, id: string) =>
      lake.ask(`SELECT count(*), count(viewer_id) FROM ${table} WHERE dt = '${DATE}' AND ${id} LIKE 'anonymous-%'`);
    expect(await query('viewing_events', 'session_id')).toEqual([['10', '0']]);
    expect(await query('sessions', 'session_id')).toEqual([['2', '0']]);
  });

  it('counts the playbacks of anonymous viewers, but not the viewers', async () => {
    const query = 'SELECT starts, unique_viewers FROM content_weekly WHERE country IS NULL AND device_type IS NULL';
    expect(await lake.ask(query)).toEqual([['3', '1']]);
  });

  it('has training examples and features of known viewers only', async () => {
    expect(await lake.ask('SELECT session_id FROM training_examples')).toEqual([['known']]);
    const statement = readStatement(join(SQL, 'features'), 'viewer-sessions').replace(/^UNLOAD \(|\) TO .*$/gms, '');
    const select = renderStatement(statement, {
      ...{ first_date: DATE, last_date: DATE, until_ms: NOON + DAY_MS },
    });
    const id = await lake.queries.start(select);
    await lake.queries.waitFor(id, { pollMs: 10 });
    expect((await lake.queries.rowsOf(id)).map(([viewer]) => viewer)).toEqual([KNOWN]);
  });

  it('expects every anonymous event in the lake and in the warehouse', async () => {
    const audit = { suffix: '', periodMs: DAY_MS };
    const span = { from: NOON, to: NOON + 60_000 };
    const curated = new LakeAccounts(lake.queries, (name) => readStatement(join(SQL, 'lake/ledger'), name), audit);
    expect([...(await curated.counts('curated-events', span)).values()]).toEqual([{ expected: 15, found: 15 }]);
    const due = new LakeAccounts(lake.queries, (name) => readStatement(join(SQL, 'warehouse/ledger'), name), audit);
    const [ids] = (await due.ids('events-due-in-warehouse', span)).values();
    expect([ids?.size, dateOf(NOON)]).toEqual([15, DATE]);
  });
});
