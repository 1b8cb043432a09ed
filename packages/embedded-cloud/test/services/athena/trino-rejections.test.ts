import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { openTables } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
});

afterAll(() => lake.close());

describe('an expression that Trino rejects or that behaves differently', () => {
  it.each<readonly [expression: string, reason: RegExp]>([
    ['1 / 0', /^DIVISION_BY_ZERO: Division by zero$/],
    ['1 % 0', /^DIVISION_BY_ZERO/],
    ['x / (x - x) FROM (VALUES 1) AS t (x)', /^DIVISION_BY_ZERO/],
    ['7.5 / 2', /does not divide decimals.*CAST one AS double/],
    ['1 / nullif(2.5, 0)', /does not divide decimals/],
    ["'6' / 2", /^TYPE_MISMATCH/],
    ["x / 2 FROM (VALUES DATE '2026-01-01') AS t (x)", /^TYPE_MISMATCH/],
    ['avg(1.5)', /avg of integers and doubles/],
    ['ARRAY[1, 2][5]', /Array subscript must be less than or equal to array length: 5 > 2/],
    ['ARRAY[1, 2][0]', /SQL array indices start at 1/],
    ['element_at(ARRAY[1], 0)', /SQL array indices start at 1/],
    ["'abc'[1]", /^TYPE_MISMATCH/],
    ["$$it's$$", /no \$\$ quotes/],
    ["E'a'", /no E'…' strings/],
    ["'5'::integer", /no :: operator/],
    ["CAST('abc' AS varchar(2))", /write substr/],
    ["CAST(' 5' AS integer)", /^INVALID_CAST_ARGUMENT/],
    ["CAST('2026/01/02' AS date)", /^INVALID_CAST_ARGUMENT/],
    ["CAST('yes' AS boolean)", /^INVALID_CAST_ARGUMENT/],
    ['CAST(1e0 AS varchar)', /CAST doubles AS decimal/],
    ["'2026-01-01' = current_date", /^TYPE_MISMATCH/],
    ["x = current_date FROM (VALUES '2026-01-01') AS t (x)", /^TYPE_MISMATCH/],
    ["x = 5 FROM (VALUES '5') AS t (x)", /^TYPE_MISMATCH/],
    ["x IN (5) FROM (VALUES '5') AS t (x)", /^TYPE_MISMATCH/],
    ["x BETWEEN 1 AND 5 FROM (VALUES '5') AS t (x)", /^TYPE_MISMATCH/],
    ["DATE '2026-01-01' > '2025-01-01'", /^TYPE_MISMATCH/],
    ["x || 'a' FROM (VALUES 1) AS t (x)", /^TYPE_MISMATCH/],
    ["coalesce(x, 1) FROM (VALUES 'a') AS t (x)", /^TYPE_MISMATCH/],
    ["CASE WHEN x = 'a' THEN x ELSE 1 END FROM (VALUES 'a') AS t (x)", /^TYPE_MISMATCH/],
    ["if(x = 1, x, 'a') FROM (VALUES 1) AS t (x)", /^TYPE_MISMATCH/],
    ["1.5 || 'a'", /^TYPE_MISMATCH/],
    ['0x1F', /only decimal numbers/],
    ['current_user', /does not support current_user/],
    ['ROW(1, 2)', /fields have no names/],
    ['localtime', /values of type time/],
    ['avg(CAST(1 AS real))', /CAST the value AS double/],
    ["sequence(DATE '2026-01-01', DATE '2026-01-03', INTERVAL '1' DAY)", /sequences of integers/],
    ["CAST('1' AS json)", /does not support CAST to .*json/],
    ['current_date + 1', /^TYPE_MISMATCH/],
    ["DATE '2026-01-02' - DATE '2026-01-01'", /^TYPE_MISMATCH.*date_diff/],
    ["DATE '2026-01-02' + INTERVAL '1' HOUR", /Cannot add hour/],
    ["date_diff('day', '2026-01-01', '2026-01-02')", /^TYPE_MISMATCH/],
    ["date_diff('hour', DATE '2026-01-01', DATE '2026-01-02')", /not a valid DATE field/],
    ["year('2026-01-01')", /^TYPE_MISMATCH/],
    ["TIMESTAMP '2026-01-01 00:00:00' AT TIME ZONE 'America/New_York'", /does not support AT TIME ZONE/],
    ["format_datetime(TIMESTAMP '2026-01-01 00:00:00', 'yyyy')", /does not support the function format_datetime/],
    ["date_format(TIMESTAMP '2026-01-01 00:00:00', '%U')", /does not support %U in date patterns/],
    ["to_hex('a')", /^TYPE_MISMATCH/],
    ["to_hex(sha256('a'))", /^TYPE_MISMATCH/],
    ["to_utf8('a')", /varbinary.*to_hex/],
    ["split_part('a,b', ',', -1)", /Index must be greater than zero/],
    ['list_sum(ARRAY[1])', /does not support the function list_sum/],
    ["strftime(current_date, '%Y')", /does not support the function strftime/],
    ['try(1 / 0)', /does not support .*try/],
    ["getenv('HOME')", /does not support the function getenv/],
    ["current_setting('threads')", /does not support the function current_setting/],
    ["INTERVAL '1' DAY", /does not return intervals/],
    ['* FROM information_schema.views', /schemata, tables and columns/],
    ['* FROM pg_tables', /^TABLE_NOT_FOUND/],
    ['* FROM sqlite_master', /^TABLE_NOT_FOUND/],
    ['* FROM duckdb_settings()', /does not support the table function/],
    ['* FROM duckdb_tables', /^TABLE_NOT_FOUND/],
    ['* FROM pg_catalog.pg_class', /^TABLE_NOT_FOUND/],
    ['DISTINCT ON (x) x FROM (VALUES 1) AS t (x)', /^SYNTAX_ERROR/],
    ['* EXCLUDE (x) FROM (VALUES (1, 2)) AS t (x, y)', /^SYNTAX_ERROR/],
    ['x FROM (VALUES 1) AS t (x) GROUP BY ALL', /^SYNTAX_ERROR/],
  ])('fails with a reason: SELECT %s', async (expression, reason) => {
    expect(await lake.ask(`SELECT ${expression}`)).toMatchObject({
      state: 'FAILED',
      reason: expect.stringMatching(reason) as string,
    });
  });
});
