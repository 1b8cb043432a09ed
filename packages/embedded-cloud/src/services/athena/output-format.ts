import { identifier } from '../../duckdb/database';
import { isObject } from '../../core/service';
import { StatementError } from '../../duckdb/statement-error';
import type { Column, Row } from './results';
import { markNumbers, numberOf } from './trino/exact-json';

/** Types that DuckDB writes otherwise than Athena does, the nested ones of which come as JSON. */
const isNested = (type: string): boolean => type.endsWith(']') || type.startsWith('STRUCT');
const isTime = (type: string): boolean => type.startsWith('TIMESTAMP');
const isDouble = (type: string): boolean => type === 'DOUBLE' || type === 'FLOAT';

/** The SELECT of the rows of another as texts that {@link asAthenaWrites} reads; throws for types that have no text here. */
export const textsOf = (select: string, columns: readonly Column[]): string => {
  for (const { type } of columns) {
    if (type === 'BLOB')
      throw new StatementError('NOT_SUPPORTED: the embedded Athena writes no varbinary; say to_hex of it.');
    if (type === 'INTERVAL')
      throw new StatementError('NOT_SUPPORTED: the embedded Athena writes no interval; say date_diff.');
    if (/^(MAP|TIME\b(?!STAMP))/.test(type))
      throw new StatementError(`NOT_SUPPORTED: the embedded Athena writes no ${type.toLowerCase()}.`);
    if (/STRUCT\((?:""|\w+(?:\([\d,]*\))?(?:\[\])*[,)])/.test(type))
      throw new StatementError(
        'NOT_SUPPORTED: the embedded Athena writes rows whose fields have names; CAST it AS ROW(name type, …).',
      );
  }
  return withColumns(select, columns, (type, column) =>
    isNested(type) ? `CAST(to_json(${column}) AS VARCHAR)` : asSum(type, column),
  );
};

/** A SELECT whose sums are what they are to Athena: of integers a bigint. */
export const sumsOf = (select: string, columns: readonly Column[]): string => withColumns(select, columns, asSum);

const asSum = (type: string, column: string): string => (type === 'HUGEINT' ? `CAST(${column} AS BIGINT)` : column);

const withColumns = (
  select: string,
  columns: readonly Column[],
  written: (type: string, column: string) => string,
): string => {
  const places = columns.map((_, index) => `#${index + 1}`);
  const texts = columns.map(({ type }, index) => written(type, places[index] ?? ''));
  if (texts.join() === places.join()) return select;
  const named = texts.map((text, index) => `${text} AS ${identifier(columns[index]?.name ?? '')}`);
  return `SELECT ${named.join(', ')} FROM (${select})`;
};

/** Whether rows of these columns have to be written anew. */
export const isWrittenAnew = (columns: readonly Column[]): boolean =>
  columns.some(({ type }) => isNested(type) || isTime(type) || isDouble(type));

/** A row as Athena writes it. */
export const asAthenaWrites = (row: Row, columns: readonly Column[]): Row =>
  row.map((text, index) => {
    const type = columns[index]?.type ?? '';
    if (text === undefined) return undefined;
    if (isDouble(type)) return doubleAs(text);
    if (isTime(type)) return timeAs(text);
    return isNested(type) ? nestedAs(JSON.parse(markNumbers(text))) : text;
  });

/** As Java writes it: with an exponent from ten millions, and below a thousandth. */
const doubleAs = (text: string): string => {
  const named = { inf: 'Infinity', '-inf': '-Infinity', nan: 'NaN', '-nan': 'NaN' }[text];
  if (named !== undefined) return named;
  const size = Math.abs(Number(text));
  if (size === 0 || (size >= 1e-3 && size < 1e7)) return text;
  const [digits = '', exponent = ''] = Number(text).toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
};

/** With milliseconds, and the zone that all times have here by its name. */
const timeAs = (text: string): string => {
  const [, seconds = '', fraction = '', zone = ''] = /^(.{19})(?:\.(\d+))?(.*)$/.exec(text) ?? [];
  return `${seconds}.${fraction.padEnd(3, '0').slice(0, 3)}${zone === '' ? '' : ' UTC'}`;
};

/** An array as [a, b], a row as {name=a, other=b}. */
const nestedAs = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(nestedAs).join(', ')}]`;
  if (!isObject(value)) return numberOf(value) ?? String(value);
  return `{${Object.entries(value)
    .map(([name, one]) => `${name}=${nestedAs(one)}`)
    .join(', ')}}`;
};
