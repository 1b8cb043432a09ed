import { randomUUID } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { toDuckDbType } from './column-type';
import { identifier, quote, withDuckDb } from './database';
import { type Columns, rowProblem } from './row-problem';

/** A line that is not a row of the table. */
interface Unconverted {
  readonly line: string;
  readonly reason: string;
}

/** The result of converting lines of JSON. */
export interface Converted {
  /** One Parquet file; undefined when no line is a row. */
  readonly parquet: Buffer | undefined;
  readonly rows: number;
  readonly unconverted: readonly Unconverted[];
}

/** The compression of Parquet files. */
export type Compression = 'snappy' | 'gzip' | 'zstd' | 'uncompressed';

/** Converts NDJSON to one Parquet file. Lines that are not rows are left out and returned with a reason. */
export const convertToParquet = async (
  ndjson: Uint8Array,
  columns: Columns,
  compression: Compression,
  folder: string,
): Promise<Converted> =>
  withDuckDb((connection) => convertToParquetWith(connection, ndjson, columns, compression, folder));

/** Converts NDJSON in an open database, which is faster for many files. */
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
    // At least one line is not a row, which is rare. The code below finds the lines and the reasons.
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
  const rows = await findRows(lines, (part) => attempt(`${part.join('\n')}\n`), unconverted);
  if (rows.length === 0) return { rows: 0, parquet: undefined, unconverted };
  return { rows: await attempt(`${rows.join('\n')}\n`), parquet: await read(), unconverted };
};

/**
 * Finds the lines that DuckDB accepts, by bisection, because its error message may name the line after the bad one.
 * Errors that are not about a line are thrown.
 */
const findRows = async (
  lines: readonly string[],
  attempt: (lines: readonly string[]) => Promise<unknown>,
  unconverted: Unconverted[],
): Promise<readonly string[]> => {
  const [first] = lines;
  if (first === undefined) return [];
  const problem = await attempt(lines).then(() => undefined, toLineProblem);
  if (problem === undefined) return lines;
  if (lines.length === 1) {
    unconverted.push({ line: first, reason: problem });
    return [];
  }
  const middle = lines.length >> 1;
  return [
    ...(await findRows(lines.slice(0, middle), attempt, unconverted)),
    ...(await findRows(lines.slice(middle), attempt, unconverted)),
  ];
};

/** DuckDB's message about a line; throws errors that are not about a line. */
const toLineProblem = (error: unknown): string => {
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
