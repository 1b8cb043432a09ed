import type { Estimate, Row } from './tier';

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB'];

/** Bytes for people: 12.3 MiB. */
export const showBytes = (bytes: number): string => {
  const power = bytes < 1 ? 0 : Math.min(UNITS.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * power);
  return `${power === 0 ? String(value) : value.toFixed(1)} ${UNITS[power] ?? ''}`;
};

/** A price for people: as many digits as tell it. */
export const showUsd = (usd: number): string => `$${usd >= 0.1 ? usd.toFixed(2) : usd.toPrecision(2)}`;

/** An estimate in sentences. */
export const showEstimate = ({ tables, bytes, costUsd, cutoffBytes }: Estimate): readonly string[] => {
  const each = tables.map(
    ({ table, partitions, bytes: weight }) =>
      `${table}: ${partitions} ${partitions === 1 ? 'partition' : 'partitions'}, ${showBytes(weight)}`,
  );
  const most = `reads ${showBytes(bytes)} at most, for ${showUsd(costUsd)} or less`;
  if (cutoffBytes === undefined) return [...each, most];
  return [
    ...each,
    `${most}; it is stopped at ${showBytes(cutoffBytes)}` +
      (bytes > cutoffBytes ? ', which it may reach: ask for fewer dates or columns' : ''),
  ];
};

/** Rows in aligned columns, each line cut to a width; numbers stand at the right. */
export const showTable = (columns: readonly string[], rows: readonly Row[], width: number): readonly string[] => {
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
  return [line(columns), line(widths.map((of) => '─'.repeat(of))), ...cells.map(line)];
};

/** A row of CSV: quotes where a value needs them, a null as nothing at all. */
export const toCsvLine = (row: Row): string =>
  row.map((value = '') => (/[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value)).join(',');

/** What would move the cursor or break the line is shown as a space: values come from outside. */
// eslint-disable-next-line no-control-regex -- they are what is taken out
const printable = (value: string): string => value.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ');

const cut = (line: string, width: number): string => (line.length <= width ? line : `${line.slice(0, width - 1)}…`);
