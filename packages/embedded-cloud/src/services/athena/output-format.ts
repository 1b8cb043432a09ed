import { identifier } from '../../duckdb/database';
import { isObject } from '../../core/service';
import { StatementError } from '../../duckdb/statement-error';
import type { Column, Row } from './results';
import { markNumbers, numberOf } from './trino/exact-json';

// Types that DuckDB writes differently from Athena. DuckDB writes nested values as JSON.
const isNested = (type: string): boolean => type.endsWith(']') || /^(STRUCT|MAP)/.test(type);
const isTime = (type: string): boolean => type.startsWith('TIMESTAMP');
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
  return mapColumns(select, columns, (type, column) =>
    isNested(type) ? `CAST(to_json(${column}) AS VARCHAR)` : castSum(type, column),
  );
};

/** Why values of a type cannot be results, with a suggestion; undefined when they can. */
const resultProblem = (type: string): string | undefined => {
  if (type === 'BLOB') return 'varbinary values; use to_hex';
  if (type === 'INTERVAL') return 'intervals; use date_diff';
  if (/\bMAP\((?!VARCHAR|INTEGER|BIGINT|DATE)/.test(type))
    return 'maps with keys of this type; CAST the keys AS varchar';
  if (/^TIME\b(?!STAMP)/.test(type)) return `values of type ${type.toLowerCase()}`;
  // An unnamed field: a type where the name should be.
  if (/STRUCT\((?:""|\w+(?:\([\d,]*\))?(?:\[\])*[,)])/.test(type)) {
    return 'rows whose fields have no names; use CAST(… AS ROW(name type, …))';
  }
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
    return isNested(type) ? formatNested(JSON.parse(markNumbers(text)), numberFormat(type)) : text;
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
  const [, seconds = '', fraction = '', zone = ''] = /^(.{19})(?:\.(\d+))?(.*)$/.exec(text) ?? [];
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${zone === '' ? '' : ' UTC'}`;
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
