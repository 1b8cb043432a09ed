import { quote } from '../../../duckdb/database';
import { DOUBLES, fail, isOf, type Macros, WHOLE } from './macro-sql';

/** Texts by which Trino's CAST knows a value of a type; DuckDB's knows more. */
const SPELLINGS: Readonly<Record<string, string>> = {
  TINYINT: '[+-]?\\d+',
  SMALLINT: '[+-]?\\d+',
  INTEGER: '[+-]?\\d+',
  BIGINT: '[+-]?\\d+',
  DOUBLE: '\\s*[+-]?((\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|Infinity|NaN)\\s*',
  FLOAT: '\\s*[+-]?((\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?|Infinity|NaN)\\s*',
  BOOLEAN: '(?i)(t|f|true|false|1|0)',
  DATE: '\\s*\\d{4}-\\d{1,2}-\\d{1,2}\\s*',
  TIMESTAMP: '\\s*\\d{4}-\\d{1,2}-\\d{1,2}( \\d{1,2}:\\d{1,2}(:\\d{1,2}(\\.\\d+)?)?)?\\s*',
};

/** A double becomes a whole number by rounding half away from zero, where DuckDB rounds half to even. */
const castTo = (type: string, spelling: string, otherwise: string): string => {
  const wrong = `${isOf('x', 'VARCHAR')} AND NOT regexp_full_match(CAST(x AS VARCHAR), ${quote(spelling)})`;
  const cast = otherwise === 'NULL' ? 'TRY_CAST' : 'CAST';
  const rounded = `WHEN ${isOf('x', ...DOUBLES)} THEN ${cast}(round(CAST(x AS DOUBLE)) AS ${type})`;
  return `CASE WHEN ${wrong} THEN ${otherwise} ${WHOLE.includes(type) ? rounded : ''} ELSE ${cast}(x AS ${type}) END`;
};

/** A time as Trino writes it, with milliseconds; by way of its text, for the branches of all types must bind. */
const MILLIS =
  "left(CAST(x AS VARCHAR), 19) || '.' || rpad(regexp_extract(CAST(x AS VARCHAR), '\\.(\\d{1,3})', 1), 3, '0')";

const TEXT = `CASE
  WHEN ${isOf('x', 'TIMESTAMP')} THEN ${MILLIS}
  WHEN ${isOf('x', 'TIMESTAMP WITH TIME ZONE')} THEN ${MILLIS} || ' UTC'
  WHEN ${isOf('x', ...DOUBLES, 'BLOB', 'JSON', 'INTERVAL')} OR typeof(x) LIKE '%]' OR typeof(x) LIKE 'STRUCT%' THEN ${fail(
    'The embedded Athena does not write this type AS varchar as Trino does; CAST doubles AS decimal first.',
  )}
  ELSE CAST(x AS VARCHAR) END`;

/** A macro a type, with what CAST and TRY_CAST are. */
export const CASTS: Macros = Object.fromEntries([
  ...Object.entries(SPELLINGS).flatMap(([type, spelling]) => {
    const refusal = `error('INVALID_CAST_ARGUMENT: Cannot cast ''' || CAST(x AS VARCHAR) || ''' to ${type.toLowerCase()}')`;
    return [
      [`cast_${type.toLowerCase()}(x)`, castTo(type, spelling, refusal)],
      [`try_cast_${type.toLowerCase()}(x)`, castTo(type, spelling, 'NULL')],
    ] as const;
  }),
  ['text(x)', TEXT],
]);

/** Whether a type has a CAST of its own here. */
export const hasCast = (type: string): boolean => type in SPELLINGS;
