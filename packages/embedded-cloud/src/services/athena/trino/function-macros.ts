import { ARRAYS } from './array-macros';
import { JSONS } from './json-macros';
import { DOUBLES, fail, INTEGERS, isOf, type Macros, NOT_A_TIME } from './macro-sql';
import { NUMBERS } from './number-macros';
import { checkGroup, TEXTS } from './text-macros';
import { TIME_TEXTS } from './time-macros';

const expectBytes = `CASE WHEN NOT ${isOf('x', 'BLOB', '"NULL"')} THEN ${fail(
  'FUNCTION_NOT_FOUND: Unexpected parameters; expected varbinary. Use to_utf8 to convert a varchar.',
)}`;
const WHITESPACE = "E' \\t\\n\\x0b\\f\\r'";
const TIME_UNITS = "('hour', 'minute', 'second', 'millisecond')";

const units = (date: string, time: string): string =>
  `CASE lower(u) ${['millisecond', 'second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']
    .map((unit) => `WHEN '${unit}' THEN ${(unit === 'quarter' ? date : time).replaceAll('UNIT', unit)}`)
    .join(' ')} ELSE error('INVALID_FUNCTION_ARGUMENT: ''' || u || ''' is not a valid field') END`;

const arrayExtreme = (name: string): string => `CASE WHEN len(x) <> list_count(x) THEN NULL ELSE ${name}(x) END`;
const hash = (name: string): string => `${expectBytes} ELSE unhex(${name}(x)) END`;
const part = (body: string): string => `CASE WHEN ${isOf('x', 'VARCHAR')} THEN ${NOT_A_TIME} ELSE ${body} END`;

const INTEGERS_ONLY = fail('The embedded Athena supports only sequences of integers.');

/** Macros for Trino's scalar functions that DuckDB lacks, or has under another name or with another behavior. */
export const FUNCTIONS: Macros = {
  // Counts complete units, not boundaries between units.
  'date_diff(u, x, y)': part(
    `CASE WHEN lower(u) IN ${TIME_UNITS} AND typeof(x) = 'DATE' AND typeof(y) = 'DATE'
      THEN error('INVALID_FUNCTION_ARGUMENT: ''' || u || ''' is not a valid DATE field')
      ELSE date_sub(u, x, y) END`,
  ),
  'date_add(u, n, x)': part(
    `CASE WHEN lower(u) IN ${TIME_UNITS} AND typeof(x) = 'DATE'
      THEN error('INVALID_FUNCTION_ARGUMENT: ''' || u || ''' is not a valid DATE field')
      ELSE cast_to_type(x + ${units('to_months(3 * CAST(n AS INTEGER))', 'to_UNITs(n)')}, x) END`,
  ),
  'date_trunc(u, x)': part('cast_to_type(date_trunc(u, x), x)'),
  'from_unixtime(x)': 'to_timestamp(x)',
  'to_unixtime(x)': part('epoch(x)'),
  'from_iso8601_date(x)': `CASE WHEN regexp_full_match(x, '\\d{4}-\\d{2}-\\d{2}') THEN CAST(x AS DATE) WHEN x IS NOT NULL THEN ${fail(
    'The embedded Athena supports ISO dates only in the form 2026-01-31.',
  )} END`,
  'from_iso8601_timestamp(x)': `CASE WHEN regexp_full_match(x, '\\d{4}-\\d{2}-\\d{2}(T\\d{2}:\\d{2}(:\\d{2}([.]\\d+)?)?Z?)?')
    THEN CAST(x AS TIMESTAMPTZ) WHEN x IS NOT NULL THEN ${fail('The embedded Athena supports ISO timestamps only in UTC, such as 2026-01-31T10:00:00Z.')} END`,
  ...Object.fromEntries(
    [
      ...[
        ['year', 'year'],
        ['quarter', 'quarter'],
        ['month', 'month'],
        ['week', 'week'],
        ['week_of_year', 'week'],
      ],
      ...[
        ['day', 'day'],
        ['day_of_month', 'day'],
        ['day_of_week', 'isodow'],
        ['dow', 'isodow'],
        ['hour', 'hour'],
      ],
      ...[
        ['day_of_year', 'dayofyear'],
        ['doy', 'dayofyear'],
        ['year_of_week', 'isoyear'],
        ['yow', 'isoyear'],
      ],
      ...[
        ['minute', 'minute'],
        ['second', 'second'],
      ],
    ].map(([name = '', engineName = '']) => [`${name}(x)`, part(`${engineName}(x)`)]),
  ),
  'millisecond(x)': part('millisecond(x) % 1000'),

  'substr(x, i)': "CASE WHEN x IS NOT NULL AND (i = 0 OR i < 0 AND -i > length(x)) THEN '' ELSE substring(x, i) END",
  'substr(x, i, n)': `CASE WHEN x IS NOT NULL AND i IS NOT NULL AND n IS NOT NULL AND (i = 0 OR n <= 0 OR i < 0 AND -i > length(x))
    THEN '' ELSE substring(x, i, n) END`,
  'trim(x)': `trim(x, ${WHITESPACE})`,
  'ltrim(x)': `ltrim(x, ${WHITESPACE})`,
  'rtrim(x)': `rtrim(x, ${WHITESPACE})`,
  'replace(x, y)': "replace(x, y, '')",
  'replace(x, y, z)': `CASE WHEN y = '' THEN ${fail('The embedded Athena does not support replace of an empty text.')} ELSE replace(x, y, z) END`,
  'split(x, y)': `CASE WHEN y = '' THEN ${fail('INVALID_FUNCTION_ARGUMENT: The delimiter may not be the empty string')}
    ELSE string_split(x, y) END`,
  'split_part(x, y, i)': `CASE WHEN i < 1 OR y = '' THEN ${fail('INVALID_FUNCTION_ARGUMENT: Index must be greater than zero')}
    WHEN i > len(string_split(x, y)) THEN NULL ELSE split_part(x, y, i) END`,
  'codepoint(x)': `CASE WHEN length(x) <> 1 THEN ${fail('INVALID_FUNCTION_ARGUMENT: codepoint requires a single character')} ELSE unicode(x) END`,
  'regexp_like(x, y)': 'regexp_matches(x, y)',
  'regexp_extract(x, y)': 'CASE WHEN regexp_matches(x, y) THEN regexp_extract(x, y) END',
  'regexp_extract(x, y, i)': `CASE ${checkGroup} WHEN regexp_matches(x, y) THEN regexp_extract(x, y, i) END`,
  'regexp_replace(x, y)': "regexp_replace(x, y, '', 'g')",
  'regexp_replace(x, y, z)': `CASE WHEN regexp_matches(z, '[\\\\{]|\\$\\d\\d') THEN ${fail(
    'The embedded Athena supports only $1 to $9 in the replacement of regexp_replace, no backslash and no group name.',
  )} ELSE regexp_replace(x, y, regexp_replace(z, '\\$(\\d)', '\\\\\\1', 'g'), 'g') END`,
  'regexp_extract_all(x, y)': 'regexp_extract_all(x, y)',
  'regexp_extract_all(x, y, i)': `CASE ${checkGroup} ELSE regexp_extract_all(x, y, i) END`,
  'regexp_count(x, y)': 'len(regexp_extract_all(x, y))',
  'regexp_split(x, y)': 'string_split_regex(x, y)',

  'to_utf8(x)': 'encode(x)',
  'from_utf8(x)': `${expectBytes} ELSE decode(x) END`,
  'to_hex(x)': `${expectBytes} ELSE upper(hex(x)) END`,
  'from_hex(x)': 'unhex(x)',
  'to_base64(x)': `${expectBytes} ELSE to_base64(x) END`,
  'from_base64(x)': 'from_base64(x)',
  'md5(x)': hash('md5'),
  'sha1(x)': hash('sha1'),
  'sha256(x)': hash('sha256'),

  'cardinality(x)': `CASE WHEN typeof(x) = 'VARCHAR' THEN ${fail('FUNCTION_NOT_FOUND: cardinality requires an array')} ELSE len(x) END`,
  'element_at(x, i)': `CASE WHEN i = 0 THEN ${fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')} ELSE list_extract(x, i) END`,
  'contains(x, y)':
    'CASE WHEN NOT list_contains(x, y) AND len(x) <> list_count(x) THEN NULL ELSE list_contains(x, y) END',
  'array_position(x, y)': 'CASE WHEN x IS NULL OR y IS NULL THEN NULL ELSE coalesce(list_position(x, y), 0) END',
  'array_join(x, y)': `CASE WHEN typeof(x) NOT IN ('VARCHAR[]', 'BIGINT[]', 'INTEGER[]') THEN ${fail(
    'The embedded Athena supports array_join only for arrays of varchar, integer and bigint.',
  )} ELSE array_to_string(x, y) END`,
  'array_sort(x)': "list_sort(x, 'ASC', 'NULLS LAST')",
  'array_max(x)': arrayExtreme('list_max'),
  'array_min(x)': arrayExtreme('list_min'),
  'flatten(x)': 'flatten(x)',
  'slice(x, i, n)': `CASE WHEN i = 0 OR n < 0 THEN ${fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')}
    WHEN i < 0 AND -i > len(x) THEN list_slice(x, 1, 0)
    WHEN i < 0 THEN list_slice(x, len(x) + i + 1, len(x) + i + n) ELSE list_slice(x, i, i + n - 1) END`,
  'sequence(x, y)': `CASE WHEN NOT ${isOf('x', 'INTEGER', 'BIGINT')} THEN ${INTEGERS_ONLY} WHEN x <= y THEN generate_series(x, y) ELSE generate_series(x, y, -1) END`,
  'sequence(x, y, n)': `CASE WHEN NOT ${isOf('x', 'INTEGER', 'BIGINT')} THEN ${INTEGERS_ONLY} ELSE generate_series(x, y, n) END`,

  'sign(x)': `CASE WHEN ${isOf('x', ...INTEGERS, ...DOUBLES)} THEN cast_to_type(sign(x), x) ELSE ${fail(
    'The embedded Athena gives the sign of integers and doubles only: CAST the value AS double.',
  )} END`,
  ...Object.fromEntries(
    ['rand', 'random'].flatMap((name) => [
      [`${name}()`, 'random()'],
      [`${name}(x)`, 'CAST(floor(random() * x) AS INTEGER)'],
    ]),
  ),
  'is_nan(x)': 'isnan(x)',
  'is_finite(x)': 'isfinite(x)',
  'is_infinite(x)': 'isinf(x)',
  'nan()': "CAST('NaN' AS DOUBLE)",
  'infinity()': "CAST('Infinity' AS DOUBLE)",
  'bitwise_and(x, y)': 'x & y',
  'bitwise_or(x, y)': 'x | y',
  'bitwise_xor(x, y)': 'xor(x, y)',
  ...TEXTS,
  ...ARRAYS,
  ...JSONS,
  ...TIME_TEXTS,
  ...NUMBERS,
};
