import { ARRAY_OPERATORS } from './array-macros';
import { JSON_OPERATORS } from './json-macros';
import { DIVISIONS, isDecimal } from './division-macros';
import { DOUBLES, fail, INTEGERS, isNull, isOf, type Macros, NOT_A_TIME, TIMES } from './macro-sql';
import { isNotANumber } from './number-macros';
import { TIME_OPERATORS } from './time-macros';

/** Whether a value is a text, which Trino compares only with texts. */
const isText = (value: string): string => isOf(value, 'VARCHAR', 'JSON');

const ZERO = fail('DIVISION_BY_ZERO: Division by zero');

const MIXED = fail(
  'TYPE_MISMATCH: Cannot compare or mix a varchar with another type; CAST one to the type of the other.',
);
const MAPS = fail('The embedded Athena does not compare maps, because the order of their entries has no meaning.');
const NAN = fail('The embedded Athena does not compare NaN, which is equal to nothing in Trino.');

/** Macros for operators and operands that DuckDB evaluates differently, or evaluates although Trino rejects them. */
export const OPERATORS: Macros = {
  'number_operand(x)': `CASE WHEN ${isOf('x', ...TIMES, 'VARCHAR', 'BOOLEAN')} THEN ${fail(
    'TYPE_MISMATCH: Cannot apply an arithmetic operator to this type; use date_diff or date_add for dates.',
  )} ELSE x END`,
  'concat_operand(x)': `CASE WHEN ${isOf('x', ...TIMES, ...INTEGERS, ...DOUBLES, 'BOOLEAN')} OR ${isDecimal('x')} THEN ${fail(
    'FUNCTION_NOT_FOUND: Only texts and arrays can be concatenated; CAST the value AS varchar.',
  )} ELSE x END`,
  'avg_operand(x)': `CASE WHEN ${isOf('x', ...INTEGERS, 'DOUBLE')} OR ${isNull('x')} THEN x ELSE ${fail(
    'The embedded Athena supports avg of integers and doubles only: CAST the value AS double.',
  )} END`,
  'plain_avg_operand(x)': `CASE WHEN ${isDecimal('x')} THEN NULL ELSE trino_avg_operand(x) END`,
  'population_skewness(x, n)': 'CASE WHEN n > 2 THEN x * (n - 2) / sqrt(n * (n - 1)) END',
  'count_operand(x)': 'CASE WHEN x THEN 1 END',
  'time_operand(x)': `CASE WHEN ${isOf('x', 'VARCHAR')} THEN ${NOT_A_TIME} ELSE x END`,
  'compared_with_text(x, other)': `CASE WHEN ${isOf('other', 'VARCHAR', 'JSON', '"NULL"')} THEN x ELSE ${MIXED} END`,
  'compared_with_value(x, other)': `CASE WHEN ${isText('other')} THEN ${MIXED}
    WHEN typeof(other) LIKE 'MAP%' THEN ${MAPS} WHEN ${isNotANumber('other')} THEN ${NAN} ELSE x END`,
  'comparison_operand(x, other)': `CASE WHEN ${isText('x')} <> ${isText('other')} AND NOT ${isNull('x')} AND NOT ${isNull('other')} THEN ${MIXED}
    WHEN typeof(x) LIKE 'MAP%' THEN ${MAPS} WHEN ${isNotANumber('x')} OR ${isNotANumber('other')} THEN ${NAN} ELSE x END`,
  // DuckDB returns null when a double is divided by zero.
  'plain_divide(x, y)': `CASE
    WHEN y = 0 AND x IS NOT NULL THEN CASE
      WHEN NOT ${isOf('x', ...DOUBLES)} AND NOT ${isOf('y', ...DOUBLES)} THEN ${ZERO}
      ELSE cast_to_type(CAST(CASE WHEN isnan(CAST(x AS DOUBLE)) OR x = 0 THEN 'NaN' WHEN x < 0 THEN '-Infinity' ELSE 'Infinity' END AS DOUBLE), x // y) END
    ELSE x // y END`,
  'modulus(x, y)': `CASE
    WHEN y = 0 AND x IS NOT NULL AND ${isOf('x', ...DOUBLES)} IS FALSE AND ${isOf('y', ...DOUBLES)} IS FALSE THEN ${ZERO} ELSE x % y END`,
  'add_interval(x, y)': `CASE
    WHEN ${isOf('x', 'VARCHAR')} THEN ${fail('TYPE_MISMATCH: An interval cannot be added to a varchar; CAST it AS date.')}
    WHEN ${isOf('x', 'DATE')} AND CAST(y AS DATE) <> y
      THEN ${fail('INVALID_FUNCTION_ARGUMENT: Cannot add hour, minutes or seconds to a date')}
    ELSE cast_to_type(y, x) END`,
  'subscript(x, i)': `CASE
    WHEN typeof(x) NOT LIKE '%]' THEN ${fail('TYPE_MISMATCH: The embedded Athena supports subscripts of arrays only.')}
    WHEN i = 0 THEN ${fail('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')}
    WHEN i < 0 THEN error('INVALID_FUNCTION_ARGUMENT: Array subscript is negative: ' || i)
    WHEN i > len(x) THEN error('INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ' || i || ' > ' || len(x))
    ELSE array_extract(x, i) END`,
  'format_argument(x)': `CASE WHEN x IS NULL THEN ${fail('The embedded Athena does not format null.')}
    WHEN ${isOf('x', 'VARCHAR', 'BOOLEAN')} THEN 'text:' || CAST(x AS VARCHAR)
    WHEN ${isOf('x', ...INTEGERS)} THEN 'integer:' || CAST(x AS VARCHAR)
    WHEN ${isOf('x', ...DOUBLES)} OR ${isDecimal('x')} THEN 'number:' || CAST(x AS VARCHAR)
    ELSE ${fail('The embedded Athena formats texts, numbers and booleans only.')} END`,
  ...DIVISIONS,
  ...ARRAY_OPERATORS,
  ...JSON_OPERATORS,
  ...TIME_OPERATORS,
  'greatest(x, y)': 'CASE WHEN x IS NULL OR y IS NULL THEN NULL ELSE greatest(x, y) END',
  'least(x, y)': 'CASE WHEN x IS NULL OR y IS NULL THEN NULL ELSE least(x, y) END',
};
