import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../duckdb/database';
import { interruptOnAbort } from '../../duckdb/interrupt';
import type { ObjectWriter } from '../../core/ports';
import { bytesRead, type EngineProps, type Session, withSession } from './engine';
import { explainIo } from './explain-io';
import type { Outcome } from './outcome';
import { castSumsToBigint, formatRow, needsFormatting, toTextSelect } from './output-format';
import { type Column, partsOf, toCsv } from './results';
import type { Statement } from './sql-text';
import { StatementError } from '../../duckdb/statement-error';

/** The environment and the limits of a statement. */
export interface RunProps extends EngineProps {
  readonly writer: ObjectWriter;
  readonly database: string;
  /** The statement is stopped when it scans more bytes than this. */
  readonly cutoffBytes: number;
  /** Aborted when a client stops the query. */
  readonly signal: AbortSignal;
}

/** The error of a statement that was stopped, with the bytes that it had scanned. */
export class StoppedError extends Error {
  constructor(
    readonly scannedBytes: number,
    readonly isOverCutoff: boolean,
  ) {
    super(isOverCutoff ? 'Query cancelled! : Bytes scanned limit was exceeded' : 'Query cancelled by user');
  }
}

const CHECK_EVERY_MS = 250;

/** Runs one statement; throws {@link StoppedError} when it is stopped, and the engine's error when it fails. */
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
  const copy = `COPY (${toTextSelect(select, columns)}) TO ${quote(path)} (FORMAT csv, HEADER false, FORCE_QUOTE *)`;
  const scannedBytes = await runWithLimits(session, props, copy);
  const header = toCsv([columns.map(({ name }) => name)]);
  const csv = Buffer.concat([header, formatRows(readFileSync(path), columns)]);
  return { columns, csv, scannedBytes, written: [] };
};

const formatRows = (csv: Buffer, columns: readonly Column[]): Buffer => {
  if (!needsFormatting(columns)) return csv;
  const parts: Buffer[] = [];
  for (const rows of partsOf(csv)) parts.push(toCsv(rows.map((row) => formatRow(row, columns))));
  return Buffer.concat(parts);
};

const columnsOf = async ({ connection, select }: Session): Promise<readonly Column[]> => {
  const described = await connection.runAndReadAll(`DESCRIBE ${select}`);
  return described.getRows().map(([name, type], index) => ({
    name: toColumnName(String(name), index),
    type: String(type),
  }));
};

/** A column without a name is named after its position, as in Athena. */
const toColumnName = (name: string, index: number): string => (/^\$?\w+$/.test(name) ? name : `_col${index}`);

const unload = async (
  session: Session,
  { location, options }: Statement & { readonly kind: 'unload' },
  { writer, ...props }: RunProps,
  output: string,
): Promise<Outcome> => {
  const compression = (options.get('compression') ?? 'ZSTD').toLowerCase();
  const path = join(output, 'part.parquet');
  const select = castSumsToBigint(session.select, await columnsOf(session));
  const copy = `COPY (${select}) TO ${quote(path)} (FORMAT parquet, COMPRESSION ${compression})`;
  const scannedBytes = await runWithLimits(session, { writer, ...props }, copy);
  const { bucket, prefix } = toTarget(location);
  const written: string[] = [];
  for (const file of readdirSync(output)) {
    const key = `${prefix}${randomUUID()}.parquet`;
    await writer.putObject(bucket, key, readFileSync(join(output, file)), 'application/octet-stream');
    written.push(`s3://${bucket}/${key}`);
  }
  return { columns: [], csv: Buffer.alloc(0), scannedBytes, written };
};

/** Runs SQL and returns the bytes that it read; interrupts it when it reads too much or is stopped. */
const runWithLimits = async (session: Session, { cutoffBytes, signal }: RunProps, sql: string): Promise<number> => {
  const { connection } = session;
  let checks: Promise<void> = Promise.resolve();
  const check = async (): Promise<void> => {
    if ((await bytesRead(session)) > cutoffBytes) connection.interrupt();
  };
  const timer = setInterval(() => {
    checks = checks.then(check);
  }, CHECK_EVERY_MS);
  const stopInterrupting = interruptOnAbort(connection, signal);
  const [run] = await Promise.allSettled([connection.run(sql)]);
  clearInterval(timer);
  stopInterrupting();
  await checks;
  const bytes = await bytesRead(session);
  if (signal.aborted || bytes > cutoffBytes) throw new StoppedError(bytes, bytes > cutoffBytes);
  if (run.status === 'rejected') throw toError(run.reason);
  return bytes;
};

const toError = (reason: unknown): Error => (reason instanceof Error ? reason : new Error(String(reason)));

const FORMATS: readonly (string | undefined)[] = ['PARQUET'];
const COMPRESSIONS = ['ZSTD', 'SNAPPY', 'GZIP', 'NONE'];

const checkTarget = ({ location, options }: Statement & { readonly kind: 'unload' }, { objects }: RunProps): void => {
  const compression = (options.get('compression') ?? 'ZSTD').toUpperCase();
  if (!FORMATS.includes(options.get('format')?.toUpperCase()) || !COMPRESSIONS.includes(compression)) {
    throw new StatementError(
      `The embedded Athena unloads only PARQUET, with the compression ${COMPRESSIONS.join(', ')}.`,
    );
  }
  const { bucket, prefix } = toTarget(location);
  if (objects.files(bucket, prefix).length > 0) {
    throw new StatementError(`HIVE_PATH_ALREADY_EXISTS: Target directory for UNLOAD is not empty: ${location}`);
  }
};

const toTarget = (location: string): { readonly bucket: string; readonly prefix: string } => {
  const [, bucket, prefix] = /^s3:\/\/([^/]+)\/(.+\/)$/.exec(location) ?? [];
  if (bucket === undefined || prefix === undefined) {
    throw new StatementError(`"${location}" is not a location of the form s3://bucket/folder/.`);
  }
  return { bucket, prefix };
};
