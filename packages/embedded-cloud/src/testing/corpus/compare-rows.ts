import type { Row } from '../../services/athena/results';

/** The rows of a query, in Athena's text format, with Trino's types of the columns. */
export interface ExpectedRows {
  readonly types: readonly string[];
  readonly rows: readonly Row[];
  /** The positions of the columns that the query sorts its rows by; empty when their order is not decided. */
  readonly orderedBy: readonly number[];
}

/** Doubles may differ by this much, relative to their size, because engines add them up in a different order. */
const RELATIVE_TOLERANCE = 1e-9;

/** The first difference between rows and the expected ones, in words; undefined when they are the same. */
export const differenceBetween = (
  { types, rows, orderedBy }: ExpectedRows,
  given: readonly Row[],
): string | undefined => {
  if (rows.length !== given.length) return `${given.length} rows instead of ${rows.length}`;
  const normalized = [rows, given].map((all) => all.map((row) => normalize(row, types)));
  const [expected = [], actual = []] = normalized;
  return (
    firstDifference(
      expected.toSorted(byText),
      actual.toSorted(byText),
      types,
      types.map((_, index) => index),
    ) ?? firstDifference(expected, actual, types, orderedBy)
  );
};

const firstDifference = (
  expected: readonly Row[],
  actual: readonly Row[],
  types: readonly string[],
  columns: readonly number[],
): string | undefined => {
  for (const [index, row] of expected.entries()) {
    const other = actual[index] ?? [];
    const column = columns.find((at) => !isSame(row[at], other[at], types[at] ?? ''));
    if (column !== undefined || row.length !== other.length) {
      return `row ${index + 1} is ${JSON.stringify(other)} instead of ${JSON.stringify(row)}`;
    }
  }
  return undefined;
};

const isSame = (a: string | undefined, b: string | undefined, type: string): boolean => {
  if (a === b) return true;
  if (a === undefined || b === undefined || !/^(double|real)$/.test(type)) return false;
  const [x, y] = [Number(a), Number(b)];
  return Math.abs(x - y) <= RELATIVE_TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
};

/** Sorts the entries of maps, whose order has no meaning. */
const normalize = (row: Row, types: readonly string[]): Row =>
  row.map((text, index) => (text !== undefined && types[index]?.startsWith('map(') ? sortEntries(text) : text));

const sortEntries = (text: string): string => `{${text.slice(1, -1).split(', ').sort().join(', ')}}`;

/** Sorts rows by their text, in which doubles are rounded so that the tolerance does not change the order. */
const byText = (a: Row, b: Row): number => {
  const [x, y] = [textOf(a), textOf(b)];
  return x < y ? -1 : x > y ? 1 : 0;
};

const textOf = (row: Row): string =>
  JSON.stringify(
    row.map((text) => (text !== undefined && /^-?\d+\.\d+(E-?\d+)?$/.test(text) ? Number(text).toPrecision(6) : text)),
  );

/**
 * The positions of the columns that a query sorts its rows by. A key that is not a column of the result means all
 * columns.
 */
export const orderOf = (sql: string, names: readonly string[]): readonly number[] => {
  const topLevel = withoutParentheses(sql.replace(/'(?:[^']|'')*'/g, "''"));
  const [, keys] = /\bORDER\s+BY\b((?:(?!\bORDER\s+BY\b)[\s\S])*)$/i.exec(topLevel) ?? [];
  if (keys === undefined) return [];
  const positions = keys
    .replace(/\b(LIMIT|OFFSET|FETCH)\b[\s\S]*$/i, '')
    .split(',')
    .map((key) => {
      const column = key.trim().split(/\s+/)[0] ?? '';
      return /^\d+$/.test(column) ? Number(column) - 1 : names.indexOf(column.replace(/^\w+\./, '').toLowerCase());
    });
  return positions.includes(-1) ? names.map((_, index) => index) : positions;
};

const withoutParentheses = (sql: string): string => {
  const inner = sql.replace(/\([^()]*\)/g, '');
  return inner === sql ? sql : withoutParentheses(inner);
};
