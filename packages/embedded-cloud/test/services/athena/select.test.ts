import { GetQueryExecutionCommand, GetQueryResultsCommand } from '@aws-sdk/client-athena';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import {
  addVisitsPartition,
  ANALYSTS,
  clickId,
  openTables,
  RAW_CLICKS,
  REMOVED_USERS,
  VISITS,
  writeClicks,
} from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
  await writeClicks(lake);
});

afterAll(() => lake.close());

describe('a SELECT', () => {
  it('returns rows with column names and types, and a description of the execution', async () => {
    const { id, header, rows, state } = await lake.ask(
      'SELECT click_id, sequence, error_code, dt, tests[1].variant AS arm FROM raw_clicks ORDER BY 2',
    );
    expect(state).toBe('SUCCEEDED');
    expect(header).toEqual(['click_id', 'sequence', 'error_code', 'dt', 'arm']);
    expect(rows).toEqual([
      [clickId(0), '0', undefined, '2026-11-01', 'b'],
      [clickId(1), '1', undefined, '2026-11-01', 'b'],
      [clickId(2), '2', undefined, '2026-11-02', 'b'],
    ]);
    const { ResultSet } = await lake.athena.send(new GetQueryResultsCommand({ QueryExecutionId: id }));
    const types = ResultSet?.ResultSetMetadata?.ColumnInfo?.map(({ Type }) => Type);
    expect(types).toEqual(['varchar', 'bigint', 'varchar', 'varchar', 'varchar']);
    const { QueryExecution } = await lake.athena.send(new GetQueryExecutionCommand({ QueryExecutionId: id }));
    expect(QueryExecution).toMatchObject({
      WorkGroup: ANALYSTS,
      StatementType: 'DML',
      ResultConfiguration: { OutputLocation: `s3://results/analysts/${id}.csv` },
      EngineVersion: { EffectiveEngineVersion: 'Athena engine version 3' },
    });
  });

  it('returns its rows page by page', async () => {
    const { id } = await lake.ask('SELECT n FROM UNNEST(sequence(1, 25)) AS t(n) ORDER BY n');
    const values: (string | undefined)[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await lake.athena.send(
        new GetQueryResultsCommand({ QueryExecutionId: id, MaxResults: 10, ...(NextToken && { NextToken }) }),
      );
      values.push(...(page.ResultSet?.Rows ?? []).map(({ Data }) => Data?.[0]?.VarCharValue));
      ({ NextToken } = page);
      pages += 1;
    } while (NextToken !== undefined);
    expect(pages).toBe(3);
    expect(values).toEqual(['n', ...Array.from({ length: 25 }, (_, n) => String(n + 1))]);
  });

  it('replaces question marks by its parameters, except in literals and comments', async () => {
    const sql = `SELECT count(*), '?' AS mark /* ? */ FROM raw_clicks WHERE dt = ? AND sequence < ? -- ?`;
    expect((await lake.ask(sql, { ExecutionParameters: ["'2026-11-01'", '1'] })).rows).toEqual([['1', '?']]);
  });

  it('returns no rows for a date without data and for a table without files', async () => {
    const emptyDate = await lake.ask("SELECT * FROM raw_clicks WHERE dt = '2031-01-01'");
    expect(emptyDate).toMatchObject({ state: 'SUCCEEDED', rows: [], bytes: 0 });
    expect(emptyDate.header).toEqual([...Object.keys(RAW_CLICKS.columns), 'dt', 'hour']);
    const { rows, state } = await lake.ask('SELECT count(*), sum(dwell_ms) FROM visits');
    expect({ rows, state }).toEqual({ rows: [['0', undefined]], state: 'SUCCEEDED' });
  });

  it('reads the partitions in the catalog, and no other folder', async () => {
    const visit = (visit_id: string) => ({ visit_id, dwell_ms: 1_000 });
    await lake.write(VISITS, 'dt=2026-11-01/run=old-1/part.parquet', [visit('old')]);
    await lake.write(VISITS, 'dt=2026-11-01/run=new-1/part.parquet', [visit('new')]);
    await addVisitsPartition(lake, '2026-11-01', 'dt=2026-11-01/run=new-1/');
    expect((await lake.ask('SELECT visit_id, dt FROM Visits')).rows).toEqual([['new', '2026-11-01']]);
  });

  it('reads tables of JSON objects, and returns the object of a row', async () => {
    const removed = { user_id: 'v', request_id: 'r', removed_at: 5 };
    await lake.s3.putObject('lake', `${REMOVED_USERS.prefix}/r.json`, Buffer.from(JSON.stringify(removed)));
    const { rows } = await lake.ask('SELECT user_id, removed_at, "$path" FROM removed_users');
    expect(rows).toEqual([['v', '5', `s3://lake/${REMOVED_USERS.prefix}/r.json`]]);
  });

  it('divides integers as Trino does, and supports its functions', async () => {
    const { rows } = await lake.ask(`
      SELECT 7 / 2, count_if(sequence > 0), approx_distinct(visit_id), to_unixtime(from_unixtime(5)),
        date_format(from_unixtime(clicked_at / 1000), '%Y-%m-%d'), 'INTERVAL -5 DAY CARDINALITY(x)'
      FROM raw_clicks GROUP BY 5`);
    expect(rows).toEqual([['3', '2', '1', '5.0', '2026-11-02', 'INTERVAL -5 DAY CARDINALITY(x)']]);
  });
});

describe('the scanned bytes', () => {
  it('are those of the files and columns that a statement reads', async () => {
    const all = await lake.ask('SELECT * FROM raw_clicks');
    const day = await lake.ask("SELECT * FROM raw_clicks WHERE dt = '2026-11-02'");
    const column = await lake.ask("SELECT sequence FROM raw_clicks WHERE dt = '2026-11-02'");
    const size = lake.s3.files('lake', `${RAW_CLICKS.prefix}/dt=2026-11-02`)[0]?.size ?? 0;
    expect(day.bytes).toBeGreaterThan(0);
    expect(day.bytes).toBeLessThan(1.5 * size); // the footer is read twice
    expect(column.bytes).toBeLessThan(day.bytes);
    expect(all.bytes).toBeGreaterThan(1.5 * day.bytes);
  });

  it('stop a query when they exceed the cutoff', async () => {
    const key = `${RAW_CLICKS.prefix}/dt=2026-10-01/hour=00/part.parquet`;
    await lake.writeSelect(key, 'SELECT md5(n::VARCHAR) AS click_id, n::BIGINT AS clicked_at FROM range(350000) t(n)');
    const sql = "SELECT max(click_id) FROM raw_clicks WHERE dt = '2026-10-01'";
    const stopped = await lake.ask(sql, { WorkGroup: 'frugal' });
    expect(stopped).toMatchObject({
      state: 'CANCELLED',
      reason: 'Query cancelled! : Bytes scanned limit was exceeded',
    });
    expect(stopped.bytes).toBeGreaterThan(10_000_000);
    expect(await lake.ask(sql)).toMatchObject({ state: 'SUCCEEDED' });
  });
});

describe('a failed query', () => {
  it.each([
    ['SELECT nope FROM visits', /^COLUMN_NOT_FOUND: .*nope/],
    ['SELECT * FROM nowhere', /^TABLE_NOT_FOUND: .*nowhere/],
    ['SELECT frobnicate(1)', /^FUNCTION_NOT_FOUND: .*frobnicate/i],
    ['SELECT 1 FROM', /^SYNTAX_ERROR: /],
  ])("has a reason with Athena's error code: %s", async (sql, reason) => {
    expect(await lake.ask(sql)).toMatchObject({ state: 'FAILED', reason: expect.stringMatching(reason) as string });
  });

  it('names an object that is not Parquet, while other dates can be queried', async () => {
    const key = `${RAW_CLICKS.prefix}/dt=2026-09-01/hour=00/part.parquet`;
    await lake.s3.putObject('lake', key, Buffer.from('this is not a Parquet file'));
    const { reason } = await lake.ask("SELECT count(*) FROM raw_clicks WHERE dt = '2026-09-01'");
    expect(reason).toMatch(/^HIVE_BAD_DATA: /);
    expect(reason).toContain(`s3://lake/${key}`);
    expect((await lake.ask("SELECT count(*) FROM raw_clicks WHERE dt = '2026-11-01'")).rows).toEqual([['2']]);
  });

  it('names the object and the column whose type changed; a missing column is null', async () => {
    const key = `${RAW_CLICKS.prefix}/dt=2026-08-01/hour=00/part.parquet`;
    await lake.writeSelect(key, "SELECT 'a' AS click_id, 'soon' AS clicked_at");
    const { reason } = await lake.ask("SELECT max(clicked_at) FROM raw_clicks WHERE dt = '2026-08-01'");
    expect(reason).toMatch(/^HIVE_BAD_DATA: .*"clicked_at"/);
    expect(reason).toContain(`s3://lake/${key}`);
    const { rows } = await lake.ask("SELECT click_id, country FROM raw_clicks WHERE dt = '2026-08-01'");
    expect(rows).toEqual([['a', undefined]]);
  });
});
