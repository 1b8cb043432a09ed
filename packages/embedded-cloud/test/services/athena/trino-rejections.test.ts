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
    ['7.5 / 2 / 2', /does not divide the result of a decimal division again/],
    ['1 / 0.0', /^DIVISION_BY_ZERO/],
    ["'6' / 2", /^TYPE_MISMATCH/],
    ["x / 2 FROM (VALUES DATE '2026-01-01') AS t (x)", /^TYPE_MISMATCH/],
    ['avg(x) OVER () FROM (VALUES 1.5) AS t (x)', /avg of integers and doubles/],
    ['ARRAY[1, 2][5]', /Array subscript must be less than or equal to array length: 5 > 2/],
    ['ARRAY[1, 2][0]', /SQL array indices start at 1/],
    ['element_at(ARRAY[1], 0)', /SQL array indices start at 1/],
    ["'abc'[1]", /^TYPE_MISMATCH/],
    ["$$it's$$", /no \$\$ quotes/],
    ["E'a'", /no E'…' strings/],
    ["'5'::integer", /no :: operator/],
    ["CAST(' 5' AS integer)", /^INVALID_CAST_ARGUMENT/],
    ["CAST('2026/01/02' AS date)", /^INVALID_CAST_ARGUMENT/],
    ["CAST('yes' AS boolean)", /^INVALID_CAST_ARGUMENT/],
    ["'2026-01-01' = current_date", /^TYPE_MISMATCH/],
    ["x = current_date FROM (VALUES '2026-01-01') AS t (x)", /^TYPE_MISMATCH/],
    ["x = 5 FROM (VALUES '5') AS t (x)", /^TYPE_MISMATCH/],
    ["x IN (5) FROM (VALUES '5') AS t (x)", /^TYPE_MISMATCH/],
    ["x BETWEEN 1 AND 5 FROM (VALUES '5') AS t (x)", /^TYPE_MISMATCH/],
    ["DATE '2026-01-01' > '2025-01-01'", /^TYPE_MISMATCH/],
    ["x || 'a' FROM (VALUES 1) AS t (x)", /^FUNCTION_NOT_FOUND/],
    ["coalesce(x, 1) FROM (VALUES 'a') AS t (x)", /^TYPE_MISMATCH/],
    ["CASE WHEN x = 'a' THEN x ELSE 1 END FROM (VALUES 'a') AS t (x)", /^TYPE_MISMATCH/],
    ["if(x = 1, x, 'a') FROM (VALUES 1) AS t (x)", /^TYPE_MISMATCH/],
    ["1.5 || 'a'", /^FUNCTION_NOT_FOUND/],
    ['0x1F', /only decimal numbers/],
    ['current_user', /does not support current_user/],
    ["ROW(1, MAP(ARRAY['a'], ARRAY[2]))", /have no names beside maps/],
    ["x FROM (VALUES 1, NULL, 'a') AS t (x)", /^TYPE_MISMATCH/],
    ['avg(CAST(1 AS real))', /CAST the value AS double/],
    ['current_date + 1', /^TYPE_MISMATCH/],
    ["x - DATE '2026-01-01' FROM (VALUES DATE '2026-01-02') AS t (x)", /^TYPE_MISMATCH.*date_diff/],
    ["DATE '2026-01-02' + INTERVAL '1' HOUR", /Cannot add hour/],
    ["date_diff('day', '2026-01-01', '2026-01-02')", /^FUNCTION_NOT_FOUND/],
    ["date_diff('hour', DATE '2026-01-01', DATE '2026-01-02')", /not a valid DATE field/],
    ["year('2026-01-01')", /^FUNCTION_NOT_FOUND/],
    [
      "TIMESTAMP '2026-01-01 00:00:00' AT TIME ZONE 'America/New_York'",
      /does not return times in other zones than UTC/,
    ],
    ["date_format(TIMESTAMP '2026-01-01 00:00:00', '%U')", /does not support %U in date patterns/],
    ["format_datetime(TIMESTAMP '2026-01-01 00:00:00', 'ZZ')", /does not support ZZ in date patterns/],
    ["CAST(x AS varchar) FROM (VALUES TIMESTAMP '2026-01-01 10:00:00.5') AS t (x)", /needs three digits of a second/],
    ["CAST('abc' AS char(2))", /write substr/],
    ['TRY(coalesce(1 / 0, 5))', /TRY of casts, arithmetic/],
    ['nan() = nan()', /does not compare NaN/],
    ['a = b FROM (VALUES (MAP(ARRAY[1], ARRAY[2]), MAP(ARRAY[1], ARRAY[2]))) AS t (a, b)', /does not compare maps/],
    ['MAP(ARRAY[1], ARRAY[2]) < MAP(ARRAY[1], ARRAY[2])', /^TYPE_MISMATCH/],
    ["MAP(ARRAY['a'], ARRAY[1])['b']", /Key not present in map/],
    ["sequence(DATE '2026-01-31', DATE '2026-04-01', INTERVAL '1' MONTH)", /from the days 1 to 28/],
    ["regexp_extract('abc', '(b)', 2)", /no such group/],
    ["json_parse('{a')", /Cannot convert value to JSON/],
    ["from_iso8601_timestamp('2026-01-01T10:00:00+02:00')", /does not return times in other zones/],
    ["url_extract_host('example.com/a')", /URLs only in the form/],
    ['x FROM (VALUES 1) AS t (x) WHERE EXISTS (SELECT 1 FROM UNNEST(ARRAY[x]) AS u (y))', /correlated subquery/],
    ["to_hex('a')", /^FUNCTION_NOT_FOUND/],
    ["to_hex(sha256('a'))", /^FUNCTION_NOT_FOUND/],
    ["ARRAY[to_utf8('a')]", /varbinary values and intervals inside other values/],
    ["INTERVAL '0' DAY", /does not return intervals of zero/],
    ['approx_set(x) FROM (VALUES 1) AS t (x)', /only inside cardinality/],
    ["split_part('a,b', ',', -1)", /Index must be greater than zero/],
    ['list_sum(ARRAY[1])', /does not support the function list_sum/],
    ["strftime(current_date, '%Y')", /does not support the function strftime/],
    ["getenv('HOME')", /does not support the function getenv/],
    ["current_setting('threads')", /does not support the function current_setting/],
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
