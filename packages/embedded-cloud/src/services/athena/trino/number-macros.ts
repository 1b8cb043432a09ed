import { DOUBLES, fail, INTEGERS, isOf, type Macros, scripted } from './macro-sql';

const asDouble = 'CAST(x AS DOUBLE)';
/** A logarithm; DuckDB fails for zero and below. */
const logarithm = (name: string): string =>
  `CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE ${name}(${asDouble}) END`;

/** A macro that writes a number of one of these types as bytes. */
const asBytes = (name: string, ...types: readonly string[]): Macros => ({
  [`${name}(x)`]: `CASE WHEN NOT ${isOf('x', ...types, '"NULL"')} THEN ${fail(
    `FUNCTION_NOT_FOUND: Unexpected parameters for function ${name}.`,
  )} ELSE unhex(trino_script('${name}', CAST(x AS VARCHAR))) END`,
});

/** Macros for Trino's functions of numbers. */
export const NUMBERS: Macros = {
  // Trino keeps the type of integers, and the scale of decimals that are rounded to a number of digits.
  'ceil(x)': 'cast_to_type(ceil(x), round(x, 0))',
  'ceiling(x)': 'cast_to_type(ceil(x), round(x, 0))',
  'floor(x)': 'cast_to_type(floor(x), round(x, 0))',
  'round(x)': 'round(x, 0)',
  'round(x, n)': 'cast_to_type(round(x, n), x)',
  'sqrt(x)': `CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) ELSE sqrt(${asDouble}) END`,
  'ln(x)': logarithm('ln'),
  'log2(x)': logarithm('log2'),
  'log10(x)': logarithm('log10'),
  'width_bucket(x, a, b, n)': `CASE WHEN n <= 0 OR a >= b THEN ${fail('The embedded Athena supports width_bucket only with rising bounds.')}
    WHEN x < a THEN 0 WHEN x >= b THEN CAST(n + 1 AS BIGINT) ELSE CAST(floor((x - a) * n / (b - a)) AS BIGINT) + 1 END`,
  'width_bucket(x, b)': `CASE WHEN list_sort(b) <> b THEN ${fail('INVALID_FUNCTION_ARGUMENT: Bin values are not sorted in ascending order')}
    WHEN x IS NOT NULL THEN CAST(len(list_filter(b, lambda trino_e: trino_e <= x)) AS BIGINT) END`,
  ...Object.fromEntries(
    ['rand', 'random'].map((name) => [
      `${name}(x, y)`,
      `CASE WHEN x >= y THEN ${fail('INVALID_FUNCTION_ARGUMENT: start value must be less than stop value')} ELSE cast_to_type(x + floor(random() * (y - x)), x) END`,
    ]),
  ),
  'format_number(x)': `CASE WHEN NOT ${isOf('x', ...INTEGERS, ...DOUBLES, '"NULL"')} THEN ${fail(
    'The embedded Athena supports format_number of integers and doubles only.',
  )} ELSE trino_script('format_number', CAST(trunc(CAST(x AS DOUBLE)) AS VARCHAR)) END`,
  ...scripted('parse_data_size', { x: 'text' }, 'DECIMAL(38, 0)'),
  ...scripted('parse_presto_data_size', { x: 'text' }, 'DECIMAL(38, 0)'),
  ...scripted('normal_cdf', { x: 'number', y: 'number', z: 'number' }, 'DOUBLE'),
  ...scripted('inverse_normal_cdf', { x: 'number', y: 'number', z: 'number' }, 'DOUBLE'),
  ...scripted('beta_cdf', { x: 'number', y: 'number', z: 'number' }, 'DOUBLE'),
  ...scripted('inverse_beta_cdf', { x: 'number', y: 'number', z: 'number' }, 'DOUBLE'),
  ...scripted('t_cdf', { x: 'number', y: 'number' }, 'DOUBLE'),
  ...scripted('t_pdf', { x: 'number', y: 'number' }, 'DOUBLE'),
  ...scripted('wilson_interval_lower', { x: 'integer', y: 'integer', z: 'number' }, 'DOUBLE'),
  ...scripted('wilson_interval_upper', { x: 'integer', y: 'integer', z: 'number' }, 'DOUBLE'),
  ...asBytes('to_big_endian_32', 'INTEGER'),
  ...asBytes('to_big_endian_64', 'BIGINT', 'INTEGER'),
  ...asBytes('to_ieee754_32', 'FLOAT'),
  ...asBytes('to_ieee754_64', 'DOUBLE'),
  ...scripted('from_big_endian_32', { x: 'bytes' }, 'INTEGER'),
  ...scripted('from_big_endian_64', { x: 'bytes' }, 'BIGINT'),
  ...scripted('from_ieee754_32', { x: 'bytes' }, 'FLOAT'),
  ...scripted('from_ieee754_64', { x: 'bytes' }, 'DOUBLE'),
  'bitwise_not(x)': '~x',
  ...Object.fromEntries(
    ['bitwise_left_shift', 'bitwise_right_shift', 'bitwise_right_shift_arithmetic'].map((name) => [
      `${name}(x, n)`,
      `cast_to_type(CAST(trino_script('${name}', CAST(x AS VARCHAR), CAST(n AS VARCHAR), typeof(x)) AS BIGINT), x)`,
    ]),
  ),
  'bit_count(x, n)': `CASE WHEN x < 0 THEN ${fail('The embedded Athena counts the bits only of numbers from zero on.')} ELSE CAST(bit_count(CAST(x AS BIGINT)) AS BIGINT) END`,
  'typeof(x)': `CASE
    WHEN ${isOf('x', ...INTEGERS.filter((type) => type !== 'HUGEINT'), 'DOUBLE', 'BOOLEAN', 'DATE')} THEN lower(typeof(x))
    WHEN ${isOf('x', 'HUGEINT')} THEN 'bigint'
    WHEN regexp_full_match(typeof(x), '(INTEGER|BIGINT|DOUBLE|BOOLEAN|DATE)\\[\\]') THEN 'array(' || lower(regexp_extract(typeof(x), '\\w+')) || ')'
    WHEN typeof(x) LIKE 'DECIMAL%' THEN lower(typeof(x))
    ELSE ${fail('The embedded Athena does not know the typeof of texts, times and rows, because their lengths and precisions are part of it.')} END`,
};

export const isNotANumber = (value: string): string =>
  `${isOf(value, ...DOUBLES)} AND CAST(${value} AS VARCHAR) = 'nan'`;
