import { identifier } from '../../duckdb/database';
import { isObject } from '../../core/service';
import { StatementError } from '../../duckdb/statement-error';
import type { Column, Row } from './results';
import { markNumbers, numberOf } from './trino/exact-json';

// Types that DuckDB writes differently from Athena. DuckDB writes nested values as JSON.
const isNested = (type: string): boolean => type.endsWith(']') || /^(STRUCT|MAP)/.test(type);
const isTime = (type: string): boolean => type.startsWith('TIME');
const isDouble = (type: string): boolean => type === 'DOUBLE' || type === 'FLOAT';

/**
 * Wraps a SELECT so that it returns the texts that {@link formatRow} expects; throws for types that cannot be results.
 */
export const toTextSelect = (select: string, columns: readonly Column[]): string => {
  for (const { type } of columns) {
    const problem = resultProblem(type);
    if (problem !== undefined)
      throw new StatementError(`NOT_SUPPORTED: the embedded Athena does not return ${problem}.`);
  }
  return mapColumns(select, columns, (type, column) => {
    if (isNested(type)) return `CAST(to_json(${column}) AS VARCHAR)`;
    if (type === 'BLOB') return `rtrim(regexp_replace(lower(hex(${column})), '(..)', '\\1 ', 'g'))`;
    return type === 'INTERVAL' ? intervalText(column) : castSum(type, column);
  });
};

/** The text of an interval of months, such as 1-2, or of days and milliseconds, such as 1 12:00:00.000. */
const intervalText = (column: string): string => {
  const months = `abs(12 * date_part('year', ${column}) + date_part('month', ${column}))`;
  const millis = `abs(epoch_ms(${column}))`;
  const part = (size: number, count: number, digits: number): string =>
    `lpad(CAST(${millis} // ${size} % ${count} AS VARCHAR), ${digits}, '0')`;
  const time = [part(3_600_000, 24, 2), part(60_000, 60, 2), part(1_000, 60, 2)].join(` || ':' || `);
  return `CASE WHEN epoch_ms(${column}) = 0 THEN error('The embedded Athena does not return intervals of zero.') ELSE
    CASE WHEN epoch_ms(${column}) < 0 THEN '-' ELSE '' END || CASE WHEN ${months} > 0
    THEN (${months} // 12) || '-' || (${months} % 12)
    ELSE (${millis} // 86400000) || ' ' || ${time} || '.' || ${part(1, 1_000, 3)} END END`;
};

/** Whether a row has an unnamed field: a type where the name should be. */
const hasUnnamedFields = (type: string): boolean => /STRUCT\((?:""|STRUCT|\w+(?:\([\d,]*\))?(?:\[\])*[,)])/.test(type);

/** Why values of a type cannot be results, with a suggestion; undefined when they can. */
const resultProblem = (type: string): string | undefined => {
  if (isNested(type) && /BLOB|INTERVAL/.test(type)) return 'varbinary values and intervals inside other values';
  if (/\bMAP\((?!VARCHAR|INTEGER|BIGINT|DATE)/.test(type))
    return 'maps with keys of this type; CAST the keys AS varchar';
  if (type === 'TIME WITH TIME ZONE') return `values of type ${type.toLowerCase()}`;
  if (hasUnnamedFields(type) && type.includes('MAP'))
    return 'rows whose fields have no names beside maps; use CAST(… AS ROW(name type, …))';
  return undefined;
};

/** Wraps a SELECT so that sums of integers are bigint, as in Athena. */
export const castSumsToBigint = (select: string, columns: readonly Column[]): string =>
  mapColumns(select, columns, castSum);

const castSum = (type: string, column: string): string => (type === 'HUGEINT' ? `CAST(${column} AS BIGINT)` : column);

/** Wraps a SELECT so that each column is the result of `map`; returns it unchanged when `map` changes no column. */
const mapColumns = (
  select: string,
  columns: readonly Column[],
  map: (type: string, column: string) => string,
): string => {
  const positions = columns.map((_, index) => `#${index + 1}`);
  const mapped = columns.map(({ type }, index) => map(type, positions[index] ?? ''));
  if (mapped.join() === positions.join()) return select;
  const named = mapped.map((column, index) => `${column} AS ${identifier(columns[index]?.name ?? '')}`);
  return `SELECT ${named.join(', ')} FROM (${select})`;
};

/** Whether a column has a type that DuckDB writes differently from Athena. */
export const needsFormatting = (columns: readonly Column[]): boolean =>
  columns.some(({ type }) => isNested(type) || isTime(type) || isDouble(type));

/** Formats the values of a row as Athena does. */
export const formatRow = (row: Row, columns: readonly Column[]): Row =>
  row.map((text, index) => {
    const type = columns[index]?.type ?? '';
    if (text === undefined) return undefined;
    if (isDouble(type)) return formatDouble(text);
    if (isTime(type)) return formatTime(text);
    if (!isNested(type)) return text;
    const json = hasUnnamedFields(type) ? nameFields(text) : text;
    return formatNested(JSON.parse(markNumbers(json)), numberFormat(type));
  });

/** Formats a double as Java does: with an exponent from 10,000,000 on and below 0.001. */
export const formatDouble = (text: string): string => {
  const special = { inf: 'Infinity', '-inf': '-Infinity', nan: 'NaN', '-nan': 'NaN' }[text];
  if (special !== undefined || !Number.isFinite(Number(text))) return special ?? text;
  const size = Math.abs(Number(text));
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return text;
  const [digits = '', exponent = ''] = Number(text).toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
};

/** Formats a time with milliseconds, and with the name of the time zone, which is always UTC. */
const formatTime = (text: string): string => {
  const [, seconds = '', fraction = '', zone = ''] = /^(.{19}|.{8})(?:\.(\d+))?(.*)$/.exec(text) ?? [];
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${zone === '' ? '' : ' UTC'}`;
};

/** Names the unnamed fields of rows in a JSON text by their positions, as Trino does: field0, field1. */
const nameFields = (json: string): string => {
  const positions: number[] = [];
  return json.replace(/"(?:[^"\\]|\\.)*":?|[{}]/g, (token) => {
    if (token === '{') positions.push(0);
    else if (token === '}') positions.pop();
    else if (token.endsWith(':')) {
      const position = positions.pop() ?? 0;
      positions.push(position + 1);
      return token === '"":' ? `"field${position}":` : token;
    }
    return token;
  });
};

/** How the numbers of a nested value are written: those with a fraction or an exponent are doubles, if it has any. */
const numberFormat =
  (type: string) =>
  (number: string): string =>
    /DOUBLE|FLOAT/.test(type) && !type.includes('DECIMAL') && /[.e]/i.test(number) ? formatDouble(number) : number;

/** Formats an array as [a, b], a map or a row as {name=a, other=b}. */
const formatNested = (value: unknown, format: (number: string) => string): string => {
  if (Array.isArray(value)) return `[${value.map((one) => formatNested(one, format)).join(', ')}]`;
  const number = numberOf(value);
  if (number !== undefined) return format(number);
  if (!isObject(value)) return String(value);
  const fields = Object.entries(value).map(([name, field]) => `${name}=${formatNested(field, format)}`);
  return `{${fields.join(', ')}}`;
};
