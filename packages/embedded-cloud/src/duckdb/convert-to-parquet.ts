import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { toDuckDbType } from './column-type';
import { identifier, quote, withDuckDb } from './database';
import { type Columns, rowProblem } from './row-problem';

/** A line that is no row of the table. */
interface Unconverted {
  readonly line: string;
  readonly reason: string;
}

/** What lines of JSON come to. */
export interface Converted {
  /** One Parquet file; undefined where no line is a row. */
  readonly parquet: Buffer | undefined;
  readonly rows: number;
  readonly unconverted: readonly Unconverted[];
}

/** How Parquet files are written. */
export type Compression = 'snappy' | 'gzip' | 'zstd' | 'uncompressed';

/** Makes one Parquet file of NDJSON. What is no row is left out, and told with its reason: the rest goes on. */
export const convertToParquet = async (
  ndjson: Uint8Array,
  columns: Columns,
  compression: Compression,
  folder: string,
): Promise<Converted> =>
  withDuckDb((connection) => convertToParquetWith(connection, ndjson, columns, compression, folder));

/** The same in a database that is open: for many files, one after the other. */
export const convertToParquetWith = async (
  connection: DuckDBConnection,
  ndjson: Uint8Array,
  columns: Columns,
  compression: Compression,
  folder: string,
): Promise<Converted> => {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, randomUUID());
  try {
    return await convert(connection, path, ndjson, columns, compression);
  } finally {
    for (const suffix of ['.ndjson', '.parquet']) rmSync(path + suffix, { force: true });
  }
};

const convert = async (
  connection: DuckDBConnection,
  path: string,
  ndjson: Uint8Array,
  columns: Columns,
  compression: Compression,
): Promise<Converted> => {
  const copy = copyStatement(path, columns, compression);
  const attempt = async (content: Uint8Array | string): Promise<number> => {
    await writeFile(`${path}.ndjson`, content);
    return (await connection.run(copy)).rowsChanged;
  };
  const read = (): Promise<Buffer> => readFile(`${path}.parquet`);
  try {
    return { rows: await attempt(ndjson), parquet: await read(), unconverted: [] };
  } catch {
    // One line at least is no row. Which, and why, is found below; most files never come here.
  }
  const unconverted: Unconverted[] = [];
  const lines = Buffer.from(ndjson)
    .toString('utf8')
    .split('\n')
    .filter((line) => {
      const reason = line.trim() === '' ? undefined : rowProblem(line, columns);
      if (reason !== undefined) unconverted.push({ line, reason });
      return line.trim() !== '' && reason === undefined;
    });
  const rows = await rowsAmong(lines, (some) => attempt(`${some.join('\n')}\n`), unconverted);
  if (rows.length === 0) return { rows: 0, parquet: undefined, unconverted };
  return { rows: await attempt(`${rows.join('\n')}\n`), parquet: await read(), unconverted };
};

/**
 * The lines that the engine takes, by halves: of what looks like a row and is none to it, the line that it names may be
 * the one behind. What is wrong with anything but a line is thrown.
 */
const rowsAmong = async (
  lines: readonly string[],
  attempt: (lines: readonly string[]) => Promise<unknown>,
  unconverted: Unconverted[],
): Promise<readonly string[]> => {
  const [first] = lines;
  if (first === undefined) return [];
  const refusal = await attempt(lines).then(() => undefined, reasonOf);
  if (refusal === undefined) return lines;
  if (lines.length === 1) {
    unconverted.push({ line: first, reason: refusal });
    return [];
  }
  const middle = lines.length >> 1;
  return [
    ...(await rowsAmong(lines.slice(0, middle), attempt, unconverted)),
    ...(await rowsAmong(lines.slice(middle), attempt, unconverted)),
  ];
};

/** What the engine says of a line; throws what it says of anything else. */
const reasonOf = (error: unknown): string => {
  const [message = ''] = String(error)
    .replace(/^Error: /, '')
    .split('\n');
  if (!/^(Invalid Input|Conversion) Error/.test(message)) throw error;
  return message.replace(/in file ".*?", /, '').replace(/, in line \d+/, '');
};

const copyStatement = (path: string, columns: Columns, compression: Compression): string => {
  const types = [...columns].map(([name, type]) => `${identifier(name)}: ${quote(toDuckDbType(type))}`).join(', ');
  return `
    COPY (SELECT * FROM read_json(${quote(`${path}.ndjson`)}, format = 'newline_delimited', columns = {${types}}))
    TO ${quote(`${path}.parquet`)} (FORMAT parquet, COMPRESSION ${compression})`;
};
