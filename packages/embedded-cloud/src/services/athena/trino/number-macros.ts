import { DOUBLES, fail, INTEGERS, isOf, type Macros } from './macro-sql';

const asDouble = 'CAST(x AS DOUBLE)';
/** A logarithm; DuckDB fails for zero and below. */
const logarithm = (name: string): string =>
  `CASE WHEN x < 0 THEN CAST('NaN' AS DOUBLE) WHEN x = 0 THEN CAST('-Infinity' AS DOUBLE) ELSE ${name}(${asDouble}) END`;

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
  'bitwise_not(x)': '~x',
  'bitwise_left_shift(x, n)': 'CAST(x AS BIGINT) << CAST(n AS BIGINT)',
  'bitwise_right_shift(x, n)': `CASE WHEN x < 0 THEN ${fail('The embedded Athena shifts only numbers from zero on.')} ELSE CAST(x AS BIGINT) >> CAST(n AS BIGINT) END`,
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
