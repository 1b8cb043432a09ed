import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../duckdb/database';
import type { ObjectWriter } from '../../core/ports';
import { bytesRead, type EngineProps, type Session, withSession } from './engine';
import { explainIo } from './explain-io';
import { type Column, partsOf, toCsv } from './results';
import type { Statement } from './sql-text';
import { asAthenaWrites, isWrittenAnew, sumsOf, textsOf } from './output-format';
import { StatementError } from '../../duckdb/statement-error';

/** What a statement came to. */
export interface Outcome {
  /** Of its rows; none of an UNLOAD. */
  readonly columns: readonly Column[];
  /** With a header; empty of an UNLOAD. */
  readonly csv: Buffer;
  readonly scannedBytes: number;
  /** What an UNLOAD wrote, as s3:// URLs. */
  readonly written: readonly string[];
}

/** Where a statement runs, and what holds it back. */
export interface RunProps extends EngineProps {
  readonly writer: ObjectWriter;
  readonly database: string;
  /** Beyond it the statement is stopped. */
  readonly cutoffBytes: number;
  /** Aborted when the query is stopped from outside. */
  readonly signal: AbortSignal;
}

/** A statement that was stopped, with what it had read until then. */
export class Stopped extends Error {
  constructor(
    readonly scannedBytes: number,
    readonly isOverCutoff: boolean,
  ) {
    super(isOverCutoff ? 'Query cancelled! : Bytes scanned limit was exceeded' : 'Query cancelled by user');
  }
}

const WATCH_EVERY_MS = 250;

/** Runs one statement to its end; throws {@link Stopped} where it is stopped, and what the engine says where it fails. */
export const runStatement = async (statement: Statement, props: RunProps): Promise<Outcome> => {
  const { select } = statement;
  const { database } = props;
  if (statement.kind === 'explain-io') {
    return withSession(props, { select, database, isPlan: true }, (session) => explainIo(session, props.catalog));
  }
  if (statement.kind === 'unload') checkTarget(statement, props);
  return withSession(props, { select, database, isPlan: false }, async (session) => {
    const output = join(props.folder, randomUUID());
    mkdirSync(output, { recursive: true });
    try {
      return statement.kind === 'unload'
        ? await unload(session, statement, props, output)
        : await query(session, props, output);
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  });
};

const query = async (session: Session, props: RunProps, output: string): Promise<Outcome> => {
  const { select } = session;
  const columns = await columnsOf(session);
  const path = join(output, 'rows.csv');
  const copy = `COPY (${textsOf(select, columns)}) TO ${quote(path)} (FORMAT csv, HEADER false, FORCE_QUOTE *)`;
  const scannedBytes = await watched(session, props, copy);
  const header = toCsv([columns.map(({ name }) => name)]);
  const csv = Buffer.concat([header, rewritten(readFileSync(path), columns)]);
  return { columns, csv, scannedBytes, written: [] };
};

const rewritten = (csv: Buffer, columns: readonly Column[]): Buffer => {
  if (!isWrittenAnew(columns)) return csv;
  const parts: Buffer[] = [];
  for (const rows of partsOf(csv)) parts.push(toCsv(rows.map((row) => asAthenaWrites(row, columns))));
  return Buffer.concat(parts);
};

const columnsOf = async ({ connection, select }: Session): Promise<readonly Column[]> => {
  const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
  return described.getRows().map(([name, type], index) => ({
    name: toColumnName(String(name), index),
    type: String(type),
  }));
};

/** What has no name of its own is called by its place, as Athena does. */
const toColumnName = (name: string, index: number): string => (/^\$?\w+$/.test(name) ? name : `_col${index}`);

const unload = async (
  session: Session,
  { location, options }: Statement & { readonly kind: 'unload' },
  { writer, ...props }: RunProps,
  output: string,
): Promise<Outcome> => {
  const compression = (options.get('compression') ?? 'ZSTD').toLowerCase();
  const path = join(output, 'part.parquet');
  const select = sumsOf(session.select, await columnsOf(session));
  const copy = `COPY (${select}) TO ${quote(path)} (FORMAT parquet, COMPRESSION ${compression})`;
  const scannedBytes = await watched(session, { writer, ...props }, copy);
  const { bucket, prefix } = toTarget(location);
  const written: string[] = [];
  for (const file of readdirSync(output)) {
    const key = `${prefix}${randomUUID()}.parquet`;
    await writer.putObject(bucket, key, readFileSync(join(output, file)), 'application/octet-stream');
    written.push(`s3://${bucket}/${key}`);
  }
  return { columns: [], csv: Buffer.alloc(0), scannedBytes, written };
};

/** Runs SQL to its end and returns what it read; interrupts it when it has read too much or is stopped. */
const watched = async (session: Session, { cutoffBytes, signal }: RunProps, sql: string): Promise<number> => {
  const { connection } = session;
  const stop = (): void => connection.interrupt();
  let looking: Promise<void> = Promise.resolve();
  const look = async (): Promise<void> => {
    // Again, where the first interruption came before there was anything to interrupt.
    if (signal.aborted || (await bytesRead(session)) > cutoffBytes) stop();
  };
  const watch = setInterval(() => {
    looking = looking.then(look);
  }, WATCH_EVERY_MS);
  signal.addEventListener('abort', stop, { once: true });
  const [ran] = await Promise.allSettled([connection.run(sql)]);
  clearInterval(watch);
  signal.removeEventListener('abort', stop);
  await looking;
  const bytes = await bytesRead(session);
  if (signal.aborted || bytes > cutoffBytes) throw new Stopped(bytes, bytes > cutoffBytes);
  if (ran.status === 'rejected') throw toError(ran.reason);
  return bytes;
};

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

const FORMATS: readonly (string | undefined)[] = ['PARQUET'];
const COMPRESSIONS = ['ZSTD', 'SNAPPY', 'GZIP', 'NONE'];

const checkTarget = ({ location, options }: Statement & { readonly kind: 'unload' }, { objects }: RunProps): void => {
  const compression = (options.get('compression') ?? 'ZSTD').toUpperCase();
  if (!FORMATS.includes(options.get('format')?.toUpperCase()) || !COMPRESSIONS.includes(compression)) {
    throw new StatementError(`The embedded Athena unloads PARQUET with ${COMPRESSIONS.join(', ')}.`);
  }
  const { bucket, prefix } = toTarget(location);
  if (objects.files(bucket, prefix).length > 0) {
    throw new StatementError(`HIVE_PATH_ALREADY_EXISTS: Target directory for UNLOAD is not empty: ${location}`);
  }
};

const toTarget = (location: string): { readonly bucket: string; readonly prefix: string } => {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+\/)$/.exec(location) ?? [];
  if (bucket === undefined || prefix === undefined)
    throw new StatementError(`"${location}" is no s3://bucket/folder/.`);
  return { bucket, prefix };
};
