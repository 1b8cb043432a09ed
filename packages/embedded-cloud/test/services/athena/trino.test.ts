import type { EmbeddedTables } from '../../../src/testing/embedded-tables';
import { openTables } from '../../support/tables';

let lake: EmbeddedTables;

beforeAll(async () => {
  lake = await openTables();
});

afterAll(() => lake.close());

describe('an expression', () => {
  it.each<readonly [expression: string, answer: string | undefined]>([
    // Arithmetic
    ['7 / 2', '3'],
    ['-7 / 2', '-3'],
    ['-7 % 2', '-1'],
    ['7 / 2e0', '3.5'],
    ['1e0 / 0', 'Infinity'],
    ['-1e0 / 0', '-Infinity'],
    ['0e0 / 0', 'NaN'],
    ['NULL / 0', undefined],
    ['7 / nullif(0, 0)', undefined],
    ['7.5 / 2e0', '3.75'],
    ['mod(7, 3)', '1'],
    ['1.100', '1.100'],
    ['CAST(9 AS double) / 2', '4.5'],
    ['1.10 + 1', '2.10'],
    ['CAST(1.100 AS varchar)', '1.100'],
    ['9223372036854775807', '9223372036854775807'],
    ['round(2.5e0)', '3.0'],
    ['CAST(2.5e0 AS bigint)', '3'],
    ['CAST(-2.5e0 AS integer)', '-3'],
    ["CAST('12' AS integer)", '12'],
    ["TRY_CAST('1e3' AS integer)", undefined],
    ["TRY_CAST(' 5' AS bigint)", undefined],
    ["CAST('t' AS boolean)", 'true'],
    ['greatest(1, NULL)', undefined],
    ['least(3, 1, 2)', '1'],
    ['greatest(3, 1, 2)', '3'],
    ["least('b', NULL, 'a')", undefined],
    ['sign(-5e0)', '-1.0'],
    ['rand(1)', '0'],
    ['bitwise_and(19, 25)', '17'],
    ['is_nan(nan())', 'true'],
    // Texts
    ["concat('a', 'b', 'c')", 'abc'],
    ["concat('a', NULL)", undefined],
    ["'a' || NULL", undefined],
    ["'a\\nb'", 'a\\nb'],
    ["substr('abc', 0)", ''],
    ["substr('abc', 2)", 'bc'],
    ["substr('abc', -2)", 'bc'],
    ["substr('abc', -5)", ''],
    ["substr('abc', 2, 1)", 'b'],
    ["substr('abc', 0, 2)", ''],
    ["substr('abc', 1, -1)", ''],
    ["substring('abc' FROM 2 FOR 1)", 'b'],
    ["trim('\t a ')", 'a'],
    ["replace('abab', 'b')", 'aa'],
    ["split_part('a,b', ',', 2)", 'b'],
    ["split_part('a,b', ',', 3)", undefined],
    ["split('a,b', ',')", '[a, b]'],
    ["strpos('abc', 'c')", '3'],
    ["position('c' IN 'abc')", '3'],
    ["lpad('7', 3, '0')", '007'],
    ["length('h\u00e9')", '2'],
    ["codepoint('a')", '97'],
    ["regexp_like('1a 2b', '\\d+b')", 'true'],
    ["regexp_extract('1a 2b', '\\d+b')", '2b'],
    ["regexp_extract('1a 2b', '(\\d+)b', 1)", '2'],
    ["regexp_extract('1a 2b', 'x')", undefined],
    ["regexp_replace('1a 2b 14m', '\\d+[ab] ')", '14m'],
    ["regexp_replace('1a 2b 14m', '(\\d+)([ab]) ', '3c$2 ')", '3ca 3cb 14m'],
    ["regexp_extract_all('1a 2b', '\\d+')", '[1, 2]'],
    ["regexp_count('1a 2b', '\\d')", '2'],
    ["'a_b' LIKE 'a\\_b' ESCAPE '\\'", 'true'],
    ["to_hex(sha256(to_utf8('a')))", 'CA978112CA1BBDCAFAC231B39A23DC4DA786EFF8147C4E72B9807785AFEE48BB'],
    ["to_hex(md5(to_utf8('a')))", '0CC175B9C0F1B6A831C399E269772661'],
    ["from_utf8(from_hex('61'))", 'a'],
    // Dates and times
    ["date_diff('day', TIMESTAMP '2020-03-01 12:00:00', TIMESTAMP '2020-03-02 11:00:00')", '0'],
    ["date_diff('day', DATE '2020-03-01', DATE '2020-03-02')", '1'],
    ["date_diff('second', TIMESTAMP '2020-03-01 00:00:00', TIMESTAMP '2020-03-02 00:00:00')", '86400'],
    ["date_diff('hour', TIMESTAMP '2026-01-01 00:59:00', TIMESTAMP '2026-01-01 01:01:00')", '0'],
    ["date_diff('month', DATE '2026-01-15', DATE '2026-02-14')", '0'],
    ["date_diff('year', DATE '2025-12-31', DATE '2026-01-01')", '0'],
    ["date_diff('day', DATE '2026-01-02', DATE '2026-01-01')", '-1'],
    ["date_add('day', 1, DATE '2026-01-31')", '2026-02-01'],
    ["date_add('month', 1, DATE '2026-01-31')", '2026-02-28'],
    ["date_add('day', -1, DATE '2026-01-01')", '2025-12-31'],
    ["date_add('quarter', 1, DATE '2026-01-01')", '2026-04-01'],
    ["date_add('second', 86, TIMESTAMP '2020-03-01 00:00:00')", '2020-03-01 00:01:26.000'],
    ["DATE '2026-01-02' - INTERVAL '1' DAY", '2026-01-01'],
    ["CAST(DATE '2026-01-02' - INTERVAL '1' DAY AS varchar)", '2026-01-01'],
    ["DATE '2026-01-01' + 2 * INTERVAL '1' DAY", '2026-01-03'],
    ["DATE '2026-01-31' + INTERVAL '1' MONTH", '2026-02-28'],
    ["TIMESTAMP '2026-01-01 10:00:00' + INTERVAL '2' HOUR", '2026-01-01 12:00:00.000'],
    ["CAST(TIMESTAMP '2026-01-01 10:00:00.500' AS varchar)", '2026-01-01 10:00:00.500'],
    ["date_trunc('month', DATE '2026-01-15')", '2026-01-01'],
    ["date_trunc('hour', TIMESTAMP '2001-08-22 03:04:05.321')", '2001-08-22 03:00:00.000'],
    ["date_format(TIMESTAMP '2022-10-20 05:10:00', '%m-%d-%Y %H')", '10-20-2022 05'],
    ["date_format(TIMESTAMP '2022-10-20 05:10:09', '%Y-%m-%d %H:%i:%s')", '2022-10-20 05:10:09'],
    ["date_parse('2022/10/20/05', '%Y/%m/%d/%H')", '2022-10-20 05:00:00.000'],
    ["date_format(from_unixtime(0), '%Y-%m-%d %T')", '1970-01-01 00:00:00'],
    ['CAST(from_unixtime(0) AS varchar)', '1970-01-01 00:00:00.000 UTC'],
    ['1e10', '1.0E10'],
    ['1e-5', '1.0E-5'],
    ['CAST(ROW(1, NULL) AS ROW(a integer, b varchar))', '{a=1, b=null}'],
    ['to_unixtime(from_unixtime(5))', '5.0'],
    ["from_iso8601_date('2026-01-02')", '2026-01-02'],
    ["day_of_week(DATE '2026-01-04')", '7'],
    ["dow(DATE '2026-01-04')", '7'],
    ["EXTRACT(DOW FROM DATE '2026-01-04')", '7'],
    ["EXTRACT(YEAR FROM DATE '2026-01-04')", '2026'],
    ["week(DATE '2026-01-01')", '1'],
    ["year_of_week(DATE '2027-01-01')", '2026'],
    ["millisecond(TIMESTAMP '2026-01-01 00:00:05.250')", '250'],
    ["last_day_of_month(DATE '2026-02-03')", '2026-02-28'],
    // Arrays
    ['ARRAY[1, 2][2]', '2'],
    ['element_at(ARRAY[1, 2], 5)', undefined],
    ['element_at(ARRAY[1, 2], -1)', '2'],
    ['cardinality(ARRAY[1, 2])', '2'],
    ['contains(ARRAY[1, NULL], 2)', undefined],
    ['contains(ARRAY[1, 2], 2)', 'true'],
    ["array_position(ARRAY['a'], 'b')", '0'],
    ["array_join(ARRAY['a', NULL, 'b'], ',')", 'a,b'],
    ['array_max(ARRAY[1, NULL])', undefined],
    ['slice(ARRAY[1, 2, 3, 4], 2, 2)', '[2, 3]'],
    ['sequence(3, 1)', '[3, 2, 1]'],
    ['flatten(ARRAY[ARRAY[1], ARRAY[2]])', '[1, 2]'],
    ['filter(ARRAY[1, 2, 3], x -> x > 1)', '[2, 3]'],
    ['transform(ARRAY[1, 2], x -> x + 1)', '[2, 3]'],
    // JSON
    ['json_extract_scalar(\'{"a": {"b": [1, 2]}}\', \'$.a.b[1]\')', '2'],
    ['json_extract_scalar(\'{"a": {"b": 1}}\', \'$.a\')', undefined],
    ["json_extract_scalar('no json', '$.a')", undefined],
  ])('has the result of Trino’s documentation: %s is %s', async (expression, answer) => {
    const { rows, reason } = await lake.ask(`SELECT ${expression}`);
    expect({ reason, rows }).toEqual({ reason: undefined, rows: [[answer]] });
  });
});

describe('an aggregate', () => {
  it.each<readonly [expression: string, answer: string | undefined]>([
    ['count_if(x > 1)', '2'],
    ['count_if(x > 1) FILTER (WHERE x < 3)', '1'],
    ['bool_or(x > 2) FILTER (WHERE x < 3)', 'false'],
    ['bool_and(x < 3) FILTER (WHERE x < 3)', 'true'],
    ['every(x < 3) FILTER (WHERE x < 3)', 'true'],
    ['arbitrary(y) FILTER (WHERE x = 3)', 'c'],
    ['approx_distinct(x) FILTER (WHERE x < 3)', '2'],
    ['approx_distinct(x, 0.023e0) FILTER (WHERE x < 3)', '2'],
    ['approx_percentile(x, 0.4) FILTER (WHERE x > 1)', '2'],
    ['min_by(y, x) FILTER (WHERE x > 1)', 'b'],
    ['max(x) FILTER (WHERE x < 3)', '2'],
    ['sum(x) FILTER (WHERE x < 3)', '3'],
    ['array_agg(y ORDER BY x) FILTER (WHERE x > 1)', '[b, c]'],
    ["listagg(y, ',') WITHIN GROUP (ORDER BY y) FILTER (WHERE x > 1)", 'b,c'],
    ['approx_percentile(x, 0.5) FILTER (WHERE x < 2)', '1'],
    ['bitwise_or_agg(x) FILTER (WHERE x < 3)', '3'],
    ['sum(x) / count(*)', '1'],
    ['avg(x)', '2.0'],
    ['max_by(y, x)', 'c'],
    ['array_agg(y ORDER BY x DESC)', '[c, b, a, null]'],
    ['arbitrary(1)', '1'],
    ["listagg(y, ',') WITHIN GROUP (ORDER BY y)", 'a,b,c'],
  ])('has the result of Trino’s documentation: %s is %s', async (expression, answer) => {
    const { rows, reason } = await lake.ask(
      `SELECT ${expression} FROM (VALUES (1, 'a'), (2, 'b'), (NULL, NULL), (3, 'c')) AS t (x, y)`,
    );
    expect({ reason, rows }).toEqual({ reason: undefined, rows: [[answer]] });
  });

  it('count_if returns 0 without rows', async () => {
    expect((await lake.ask('SELECT count_if(x > 1) FROM (VALUES 1) AS t (x) WHERE x > 5')).rows).toEqual([['0']]);
  });
});

describe('the information schema', () => {
  it('contains the tables of the catalog and their columns', async () => {
    const { rows } = await lake.ask(
      "SELECT table_type FROM information_schema.tables WHERE table_schema = 'shop' AND table_name = 'visits'",
    );
    expect(rows).toEqual([['BASE TABLE']]);
    const columns = await lake.ask(
      "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = 'visits' AND column_name IN ('dt', 'tests', 'bounced') ORDER BY 1",
    );
    expect(columns.rows).toEqual([
      ['bounced', 'boolean'],
      ['dt', 'varchar'],
      ['tests', 'array(row(id varchar, variant varchar))'],
    ]);
  });
});
