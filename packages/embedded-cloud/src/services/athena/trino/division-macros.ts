import { DOUBLES, fail, isOf, type Macros } from './macro-sql';

/** Whether a value is a decimal. */
export const isDecimal = (value: string): string => `typeof(${value}) LIKE 'DECIMAL%'`;

const notDouble = (value: string): string => `NOT ${isOf(value, ...DOUBLES)}`;
const isExact = `(${isDecimal('x')} OR ${isDecimal('y')}) AND ${notDouble('x')} AND ${notDouble('y')}`;

const DECIMALS = fail(
  'The embedded Athena does not divide decimals of a table in a statement that has no other decimals: CAST one AS double or decimal(p, s).',
);

/** The precision that results of a division have here. Their precision in Trino is not known, so they are not divided again. */
const DIVIDED = 37;
const isDivided = (value: string): string => `typeof(${value}) LIKE 'DECIMAL(${DIVIDED},%'`;

const SAMPLES = Array.from(
  { length: DIVIDED + 1 },
  (_, scale) => `'${scale}': CAST(NULL AS DECIMAL(${DIVIDED}, ${scale}))`,
);

/**
 * Macros for division. The result of a decimal division has a scale that follows from the types of its operands, so its
 * type is chosen by a constant key of a struct; `kind` is `trino_quotient_kind(x, y)` and `scale` is
 * `trino_quotient_scale(x, y)`. Source of the rule: io.trino.type.DecimalOperators, of Trino 483.
 */
export const DIVISIONS: Macros = {
  'quotient_kind(x, y)': `CASE WHEN NOT (${isExact}) THEN 'plain' WHEN ${isDivided('x')} OR ${isDivided('y')} THEN 'divided' ELSE 'decimal' END`,
  'precision(x)': `CASE typeof(x) WHEN 'TINYINT' THEN 3 WHEN 'SMALLINT' THEN 5 WHEN 'INTEGER' THEN 10 WHEN 'BIGINT' THEN 19 WHEN 'HUGEINT' THEN 19
    ELSE coalesce(TRY_CAST(regexp_extract(typeof(x), '^DECIMAL.(\\d+)', 1) AS INTEGER), 0) END`,
  'scale(x)': `coalesce(TRY_CAST(regexp_extract(typeof(x), '^DECIMAL.\\d+,(\\d+)', 1) AS INTEGER), 0)`,
  'whole_scale(x, y)': 'greatest(6, trino_scale(x) + trino_precision(y) + 1)',
  'whole_digits(x, y)': 'trino_precision(x) - trino_scale(x) + trino_scale(y)',
  'quotient_scale(x, y)': `CAST(CASE WHEN NOT (${isExact}) THEN 0
    WHEN trino_whole_digits(x, y) + trino_whole_scale(x, y) > 38 THEN greatest(38 - trino_whole_digits(x, y), 6)
    ELSE trino_whole_scale(x, y) END AS VARCHAR)`,
  'decimal_of_scale(scale)': `struct_extract({${SAMPLES.join(', ')}}, scale)`,
  'decimal_quotient(x, y, kind, scale)': `cast_to_type(
    CASE WHEN kind = 'decimal' THEN trino_script('divide', CAST(x AS VARCHAR), CAST(y AS VARCHAR), scale) END, trino_decimal_of_scale(scale))`,
  'divide(x, y, kind, scale)': quotient('trino_plain_divide(x, y)'),
  // For a divisor that cannot be zero.
  'divide_safely(x, y, kind, scale)': quotient('x // y'),
  'divide_numbers(x, y)': `CASE WHEN ${isExact} THEN ${DECIMALS} ELSE trino_plain_divide(x, y) END`,
  'divide_numbers_safely(x, y)': `CASE WHEN ${isExact} THEN ${DECIMALS} ELSE x // y END`,
  'average_kind(total)': `CASE WHEN ${isDecimal('total')} THEN 'decimal' ELSE 'plain' END`,
  'average_scale(total)': 'CAST(trino_scale(total) AS VARCHAR)',
  'average(mean, total, n, kind, scale)': `struct_extract({'plain': mean,
    'decimal': trino_decimal_quotient(total, CASE WHEN n > 0 THEN n END, kind, scale)}, kind)`,
  // A sum of integers is a bigint in Trino; its precision matters for the type of decimals.
  'sum_operand(x, type)': `struct_extract({'HUGEINT': CASE WHEN ${isOf('x', 'HUGEINT')} THEN CAST(x AS BIGINT) END, 'other': x}, type)`,
  'sum_type(x)': `CASE WHEN ${isOf('x', 'HUGEINT')} THEN 'HUGEINT' ELSE 'other' END`,
};

function quotient(plain: string): string {
  return `struct_extract({'plain': ${plain}, 'decimal': trino_decimal_quotient(x, y, kind, scale), 'divided': CASE WHEN kind = 'divided' THEN ${fail(
    'The embedded Athena does not divide the result of a decimal division again: CAST it AS double or decimal(p, s) first.',
  )} END}, kind)`;
}
