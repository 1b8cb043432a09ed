import { GetQueryExecutionCommand, GetQueryResultsCommand, StopQueryExecutionCommand } from '@aws-sdk/client-athena';
import { CreatePartitionCommand, GlueClient } from '@aws-sdk/client-glue';
import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import {
  aClick,
  ANALYSTS,
  clickId,
  DATABASE,
  openTables,
  RAW_CLICKS,
  REMOVED_USERS,
  VISITS,
} from '../../support/tables';

let lake: EmbeddedTables;

const CLICKS = Array.from({ length: 3 }, (_, n) =>
  aClick({ click_id: clickId(n), sequence: n, tests: [{ id: 'x', variant: 'b' }] }),
);
const hour = (dt: string, at: string): string => `dt=${dt}/hour=${at}/part.parquet`;

beforeAll(async () => {
  lake = await openTables();
  await lake.write(RAW_CLICKS, hour('2026-11-01', '07'), CLICKS.slice(0, 2));
  await lake.write(RAW_CLICKS, hour('2026-11-02', '20'), CLICKS.slice(2));
});

afterAll(() => lake.close());

describe('a SELECT', () => {
  it('gives rows with names and types, a null as no value, and how it ended', async () => {
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

  it('is paged', async () => {
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

  it('takes its parameters as literals, wherever a question mark is not one itself', async () => {
    const sql = `SELECT count(*), '?' AS mark /* ? */ FROM raw_clicks WHERE dt = ? AND sequence < ? -- ?`;
    expect((await lake.ask(sql, { ExecutionParameters: ["'2026-11-01'", '1'] })).rows).toEqual([['1', '?']]);
  });

  it('of a date with no data, or of a table with no files, is empty and no error', async () => {
    const ofDate = await lake.ask("SELECT * FROM raw_clicks WHERE dt = '2031-01-01'");
    expect(ofDate).toMatchObject({ state: 'SUCCEEDED', rows: [], bytes: 0 });
    expect(ofDate.header).toEqual([...Object.keys(RAW_CLICKS.columns), 'dt', 'hour']);
    const { rows, state } = await lake.ask('SELECT count(*), sum(dwell_ms) FROM visits');
    expect({ rows, state }).toEqual({ rows: [['0', undefined]], state: 'SUCCEEDED' });
  });

  it('reads partitions of the catalog, and no folder that it does not name', async () => {
    const glue = new GlueClient(lake.endpoint.clientConfig());
    const visit = (visit_id: string) => ({ visit_id, dwell_ms: 1_000 });
    await lake.write(VISITS, 'dt=2026-11-01/run=old-1/part.parquet', [visit('old')]);
    await lake.write(VISITS, 'dt=2026-11-01/run=new-1/part.parquet', [visit('new')]);
    const Location = `s3://lake/${VISITS.prefix}/dt=2026-11-01/run=new-1/`;
    const PartitionInput = { Values: ['2026-11-01'], StorageDescriptor: { Location } };
    await glue.send(new CreatePartitionCommand({ DatabaseName: DATABASE, TableName: 'visits', PartitionInput }));
    expect((await lake.ask('SELECT visit_id, dt FROM Visits')).rows).toEqual([['new', '2026-11-01']]);
    glue.destroy();
  });

  it('reads JSON where the table is made of it, and tells which object a row is of', async () => {
    const removed = { user_id: 'v', request_id: 'r', removed_at: 5 };
    await lake.s3.putObject('lake', `${REMOVED_USERS.prefix}/r.json`, Buffer.from(JSON.stringify(removed)));
    const { rows } = await lake.ask('SELECT user_id, removed_at, "$path" FROM removed_users');
    expect(rows).toEqual([['v', '5', `s3://lake/${REMOVED_USERS.prefix}/r.json`]]);
  });

  it('divides whole numbers as Trino does, and knows its functions', async () => {
    const { rows } = await lake.ask(`
      SELECT 7 / 2, count_if(sequence > 0), approx_distinct(visit_id), to_unixtime(from_unixtime(5)),
        date_format(from_unixtime(clicked_at / 1000), '%Y-%m-%d'), 'INTERVAL -5 DAY CARDINALITY(x)'
      FROM raw_clicks GROUP BY 5`);
    expect(rows).toEqual([['3', '2', '1', '5.0', '2026-11-02', 'INTERVAL -5 DAY CARDINALITY(x)']]);
  });
});

describe('bytes', () => {
  it('are those of the files that a statement touches, and of the columns it reads', async () => {
    const all = await lake.ask('SELECT * FROM raw_clicks');
    const day = await lake.ask("SELECT * FROM raw_clicks WHERE dt = '2026-11-02'");
    const column = await lake.ask("SELECT sequence FROM raw_clicks WHERE dt = '2026-11-02'");
    const size = lake.s3.files('lake', `${RAW_CLICKS.prefix}/dt=2026-11-02`)[0]?.size ?? 0;
    expect(day.bytes).toBeGreaterThan(0);
    expect(day.bytes).toBeLessThan(1.5 * size); // a footer is read in two steps
    expect(column.bytes).toBeLessThan(day.bytes);
    expect(all.bytes).toBeGreaterThan(1.5 * day.bytes);
  });

  it('beyond the cutoff stop a query, which tells how many there were', async () => {
    const place = `${RAW_CLICKS.prefix}/${hour('2026-10-01', '00')}`;
    await lake.writeSelect(
      place,
      'SELECT md5(n::VARCHAR) AS click_id, n::BIGINT AS clicked_at FROM range(350000) t(n)',
    );
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

describe('EXPLAIN (TYPE IO, FORMAT JSON)', () => {
  const explain = async (select: string) => {
    const { rows, bytes, reason } = await lake.ask(`EXPLAIN (TYPE IO, FORMAT JSON) ${select}`);
    expect({ bytes, reason }).toEqual({ bytes: 0, reason: undefined });
    const { inputTableColumnInfos } = JSON.parse(rows[0]?.[0] ?? '') as {
      inputTableColumnInfos: readonly {
        table: { schemaTable: { schema: string; table: string } };
        constraint: { columnConstraints: readonly { domain: { ranges: readonly { low: { value: string } }[] } }[] };
      }[];
    };
    return inputTableColumnInfos.map(({ table, constraint }) => [
      `${table.schemaTable.schema}.${table.schemaTable.table}`,
      constraint.columnConstraints.map(({ domain }) => domain.ranges.map(({ low }) => low.value)),
    ]);
  };

  it.each<[string, string[]]>([
    ["dt = '2026-11-01'", ['2026-11-01']],
    ["dt > '2026-11-01' AND sequence > 1", ['2026-11-02']],
    ["substr(dt, 1, 7) = '2026-11'", ['2026-11-01', '2026-11-02']],
    ["dt >= '2026-11-01'", ['2026-11-01', '2026-11-02']],
    ["dt = '2031-01-01'", []],
  ])('tells the partitions of raw that %s touches', async (condition, dates) => {
    const told = await explain(`SELECT count(*) FROM raw_clicks WHERE ${condition}`);
    expect(told).toEqual([['shop.raw_clicks', [dates, expect.any(Array)]]]);
  });

  it('tells them of each table, and of one that is read twice all', async () => {
    const told = await explain(`
      SELECT count(*) FROM raw_clicks a JOIN raw_clicks b ON a.click_id = b.click_id
      WHERE a.dt = '2026-11-01' AND b.dt = '2026-11-02' AND a.visit_id NOT IN (SELECT visit_id FROM visits)`);
    expect(told).toEqual([
      [
        'shop.raw_clicks',
        [
          ['2026-11-01', '2026-11-02'],
          ['07', '20'],
        ],
      ],
      ['shop.visits', [['2026-11-01']]],
    ]);
  });
});

describe('UNLOAD', () => {
  const unload = (to: string, options = "format = 'PARQUET', compression = 'ZSTD'") =>
    lake.ask(`UNLOAD (SELECT click_id, sequence FROM raw_clicks WHERE dt > '2026-11') TO '${to}' WITH (${options})`);

  it('writes Parquet below a folder, and a list of what it wrote', async () => {
    const { state, id, rows, bytes } = await unload('s3://other/unloaded/');
    expect({ state, rows }).toEqual({ state: 'SUCCEEDED', rows: [] });
    expect(bytes).toBeGreaterThan(0);
    expect(lake.s3.files('other', 'unloaded/')).toHaveLength(1);
    expect(lake.s3.files('results', `${ANALYSTS}/${id}`).map(({ key }) => key)).toEqual([
      `${ANALYSTS}/${id}-manifest.csv`,
    ]);
  });

  it('refuses a folder that is not empty, and what it does not write', async () => {
    await lake.s3.putObject('other', 'full/x', Buffer.from('x'));
    expect((await unload('s3://other/full/')).reason).toMatch(/^HIVE_PATH_ALREADY_EXISTS/);
    expect((await unload('s3://other/csv/', "format = 'TEXTFILE'")).reason).toMatch(/unloads only PARQUET/);
    await expect(unload('s3://other/parts/', "format = 'PARQUET', partitioned_by = ARRAY['dt']")).rejects.toThrow(
      /not partitioned_by/,
    );
  });
});

describe('what a statement can’t do', () => {
  it.each([
    ['SELECT 1; SELECT 2', /Only one sql statement/],
    ["SELECT '1'; DROP TABLE visits", /Only one sql statement/],
    ['DROP TABLE visits', /supports SELECT, UNLOAD, EXPLAIN .*, not DROP/],
    ["INSERT INTO visits VALUES ('a')", /not INSERT/],
    ["COPY visits TO '/tmp/x'", /not COPY/],
    ['EXPLAIN SELECT 1', /not EXPLAIN/],
    ['-- nothing', /empty/],
  ])('is begun: %s', async (sql, message) => {
    await expect(lake.start(sql)).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringMatching(message) as string,
    });
  });

  it.each([
    ['another statement behind quotes of another dialect', "SELECT $$'$$ ; DROP TABLE x --'"],
    ['a file by its path', "SELECT * FROM '/etc/passwd'"],
    ['a file by its quoted path', 'SELECT * FROM "/etc/passwd.csv"'],
    ['a file by a function', "SELECT * FROM read_csv('/etc/passwd')"],
    ['a file’s text', "SELECT * FROM read_text('/etc/passwd')"],
    ['a file that a subquery names', "SELECT (SELECT max(x) FROM read_csv('/etc/passwd') AS t(x))"],
    ['another query', "SELECT * FROM query('SELECT 1')"],
    ['the names of files', "SELECT * FROM glob('/*')"],
  ])('is to reach %s', async (_, sql) => {
    expect(await lake.ask(sql)).toMatchObject({ state: 'FAILED', rows: [] });
  });

  it('is to read an object of another bucket by its path', async () => {
    await lake.s3.putObject('other', 'secret.csv', Buffer.from('a\n1\n'));
    expect(await lake.ask(`SELECT * FROM '${lake.s3.root}/other/secret.csv'`)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringContaining('TABLE_NOT_FOUND') as string,
    });
  });

  it.each(['1; DROP TABLE x', "'a' OR 1 = 1", 'visits', "'a''; --", '(SELECT 1)'])(
    'is to take %s for a parameter',
    async (parameter) => {
      await expect(lake.start('SELECT ?', { ExecutionParameters: [parameter] })).rejects.toThrow(/is not a literal/);
    },
  );

  it('is to have another number of parameters than it names', async () => {
    await expect(lake.start('SELECT ?', { ExecutionParameters: ['1', '2'] })).rejects.toThrow(/expected 1 but found 2/);
    await expect(lake.start('SELECT ?')).rejects.toThrow(/expected 1 but found 0/);
  });
});

describe('a query that fails says why', () => {
  it.each([
    ['SELECT nope FROM visits', /^COLUMN_NOT_FOUND: .*nope/],
    ['SELECT * FROM nowhere', /^TABLE_NOT_FOUND: .*nowhere/],
    ['SELECT frobnicate(1)', /^FUNCTION_NOT_FOUND: .*frobnicate/i],
    ['SELECT 1 FROM', /^SYNTAX_ERROR: /],
  ])('%s', async (sql, reason) => {
    expect(await lake.ask(sql)).toMatchObject({ state: 'FAILED', reason: expect.stringMatching(reason) as string });
  });

  it('names the object that is no Parquet; other dates are answered', async () => {
    const key = `${RAW_CLICKS.prefix}/${hour('2026-09-01', '00')}`;
    await lake.s3.putObject('lake', key, Buffer.from('this is no Parquet file'));
    const { reason } = await lake.ask("SELECT count(*) FROM raw_clicks WHERE dt = '2026-09-01'");
    expect(reason).toMatch(/^HIVE_BAD_DATA: /);
    expect(reason).toContain(`s3://lake/${key}`);
    expect((await lake.ask("SELECT count(*) FROM raw_clicks WHERE dt = '2026-11-01'")).rows).toEqual([['2']]);
  });

  it('names the object and the column whose type changed; a column that is missing is null', async () => {
    const key = `${RAW_CLICKS.prefix}/${hour('2026-08-01', '00')}`;
    await lake.writeSelect(key, "SELECT 'a' AS click_id, 'soon' AS clicked_at");
    const { reason } = await lake.ask("SELECT max(clicked_at) FROM raw_clicks WHERE dt = '2026-08-01'");
    expect(reason).toMatch(/^HIVE_BAD_DATA: .*"clicked_at"/);
    expect(reason).toContain(`s3://lake/${key}`);
    const { rows } = await lake.ask("SELECT click_id, country FROM raw_clicks WHERE dt = '2026-08-01'");
    expect(rows).toEqual([['a', undefined]]);
  });
});

describe('an execution', () => {
  const SLOW =
    'SELECT count(*) FROM UNNEST(sequence(1, 30000)) a(x), UNNEST(sequence(1, 100000)) b(y) WHERE x * y % 7 = 3';
  const TOKEN = 't'.repeat(32);
  it('is stopped while it runs and while it waits', async () => {
    const ids = await Promise.all([SLOW, SLOW, SLOW].map((sql) => lake.start(sql)));
    for (const QueryExecutionId of ids) await lake.athena.send(new StopQueryExecutionCommand({ QueryExecutionId }));
    for (const id of ids) {
      expect(await lake.end(id)).toMatchObject({ state: 'CANCELLED', reason: 'Query cancelled by user' });
    }
    await expect(lake.athena.send(new GetQueryResultsCommand({ QueryExecutionId: ids[0] }))).rejects.toThrow(
      /did not succeed/,
    );
  });

  it('is one for one token, also after a restart; another statement with it is refused', async () => {
    const first = await lake.ask('SELECT 42', { ClientRequestToken: TOKEN });
    await lake.startAthena();
    expect(await lake.start('SELECT 42', { ClientRequestToken: TOKEN })).toBe(first.id);
    await expect(lake.start('SELECT 43', { ClientRequestToken: TOKEN })).rejects.toThrow(/parameters do not match/);
    await expect(lake.start('SELECT 42', { ClientRequestToken: 'short' })).rejects.toThrow(/32 to 128/);
    expect((await lake.end(first.id)).rows).toEqual([['42']]);
  });

  it('that ran when the process ended has failed after a restart', async () => {
    const id = await lake.start(SLOW);
    await lake.startAthena(); // the earlier one is left to itself, as a process that ends
    expect(await lake.end(id)).toMatchObject({ state: 'FAILED', reason: 'The embedded cloud was stopped.' });
  });
});
