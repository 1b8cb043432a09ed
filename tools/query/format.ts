import type { TableSize } from './table-size';
import type { Row } from './tier';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Formats bytes: 12.3 MiB. */
export const formatBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * power);
  return `${power === 0 ? String(value) : value.toFixed(1)} ${UNITS[power] ?? ''}`;
};

/** Formats a price; a small one with two significant digits. */
export const formatUsd = (usd: number): string => `$${usd >= 0.1 ? usd.toFixed(2) : usd.toPrecision(2)}`;

/** The estimated size and cost of a query on the lake. */
export interface Estimate {
  readonly tables: readonly TableSize[];
  /** An upper bound: columns that the query does not use are not read. */
  readonly bytes: number;
  readonly costUsd: number;
  /** The limit at which the query is stopped; undefined without a limit. */
  readonly cutoffBytes: number | undefined;
}

/** Formats an estimate as sentences. */
export const formatEstimate = ({ tables, bytes, costUsd, cutoffBytes }: Estimate): readonly string[] => {
  const each = tables.map(
    ({ table, partitions, bytes: size }) =>
      `${table}: ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}, ${formatBytes(size)}`,
  );
  const maximum = `reads at most ${formatBytes(bytes)}, for ${formatUsd(costUsd)} or less`;
  if (cutoffBytes === undefined) return [...each, maximum];
  const warning = bytes > cutoffBytes ? ', which it may reach: select fewer dates or columns' : '';
  return [...each, `${maximum}; the limit is ${formatBytes(cutoffBytes)}${warning}`];
};

/** Formats rows as aligned columns, numbers to the right; lines are cut to the width. */
export const formatTable = (columns: readonly string[], rows: readonly Row[], width: number): readonly string[] => {
  const cells = rows.map((row) => columns.map((_, index) => printable(row[index] ?? '')));
  const widths = columns.map((name, index) => Math.max(name.length, ...cells.map((row) => row[index]?.length ?? 0)));
  const isNumeric = columns.map(
    (_, index) => rows.length > 0 && rows.every((row) => /^(-?\d+(\.\d+)?(E-?\d+)?)?$/i.test(row[index] ?? '')),
  );
  const line = (row: readonly string[]): string =>
    cut(
      row
        .map((cell, index) => (isNumeric[index] ? cell.padStart(widths[index] ?? 0) : cell.padEnd(widths[index] ?? 0)))
        .join('  ')
        .trimEnd(),
      width,
    );
  return [line(columns), line(widths.map((columnWidth) => '─'.repeat(columnWidth))), ...cells.map(line)];
};

/** Formats a row as CSV: values are quoted if necessary, a null is empty. */
export const toCsvLine = (row: Row): string =>
  row.map((value = '') => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',');

/** Replaces control characters by spaces: the values come from outside and could move the cursor. */
// eslint-disable-next-line no-control-regex -- the pattern must match control characters
const printable = (value: string): string => value.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

const cut = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);
