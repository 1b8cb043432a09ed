import { quote } from '../../../duckdb/database';
import { DOUBLES, fail, INTEGERS, isOf, type Macros } from './macro-sql';

/** Patterns of the texts that Trino's CAST accepts for each type; DuckDB's CAST accepts more. */
const PATTERNS: Readonly<Record<string, string>> = {
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

const UNKNOWN_JSON = fail('The embedded Athena casts only JSON of json_parse, json_extract and json_array_get.');

/** Casts a value. Doubles are rounded half away from zero, as in Trino; DuckDB's CAST rounds half to even. */
const castTo = (type: string, pattern: string, otherwise: string): string => {
  const isInvalid = `${isOf('x', 'VARCHAR')} AND NOT regexp_full_match(CAST(x AS VARCHAR), ${quote(pattern)})`;
  const cast = otherwise === 'NULL' ? 'TRY_CAST' : 'CAST';
  const rounded = `WHEN ${isOf('x', ...DOUBLES)} THEN ${cast}(round(CAST(x AS DOUBLE)) AS ${type})`;
  return `CASE WHEN ${isOf('x', 'JSON')} THEN ${UNKNOWN_JSON} WHEN ${isInvalid} THEN ${otherwise} ${INTEGERS.includes(type) ? rounded : ''} ELSE ${cast}(x AS ${type}) END`;
};

/**
 * A time with milliseconds, as Trino writes it. It works on the time's text, so that the branch binds for every type.
 */
const MILLIS =
  "left(CAST(x AS VARCHAR), 19) || '.' || rpad(regexp_extract(CAST(x AS VARCHAR), '\\.(\\d{1,3})', 1), 3, '0')";

const TEXT = `CASE
  WHEN ${isOf('x', 'TIMESTAMP')} THEN ${MILLIS}
  WHEN ${isOf('x', 'TIMESTAMP WITH TIME ZONE')} THEN ${MILLIS} || ' UTC'
  WHEN ${isOf('x', ...DOUBLES)} THEN trino_script('double_text', CAST(x AS VARCHAR))
  WHEN ${isOf('x', 'BLOB', 'JSON', 'INTERVAL')} OR typeof(x) LIKE '%]' OR typeof(x) LIKE 'STRUCT%' OR typeof(x) LIKE 'MAP%' THEN ${fail(
    'The embedded Athena does not support CAST of this type AS varchar.',
  )}
  ELSE CAST(x AS VARCHAR) END`;

/** Macros for CAST and TRY_CAST, two for each type. */
export const CASTS: Macros = Object.fromEntries([
  ...Object.entries(PATTERNS).flatMap(([type, pattern]) => {
    const failure = `error('INVALID_CAST_ARGUMENT: Cannot cast ''' || CAST(x AS VARCHAR) || ''' to ${type.toLowerCase()}')`;
    return [
      [`cast_${type.toLowerCase()}(x)`, castTo(type, pattern, failure)],
      [`try_cast_${type.toLowerCase()}(x)`, castTo(type, pattern, 'NULL')],
    ] as const;
  }),
  ['text(x)', TEXT],
]);

/** Whether there is a macro for CAST to this type. */
export const hasCast = (type: string): boolean => type in PATTERNS;
