import { randomUUID } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { quote } from '../../duckdb/database';
import { createTableAs, prepareTable } from './create-table-as';
import { type Session, withSession } from './engine';
import { explainIo } from './explain-io';
import type { Outcome } from './outcome';
import { formatRow, needsFormatting, toTextSelect } from './output-format';
import { type Column, partsOf, toCsv } from './results';
import { type RunProps, runWithLimits } from './run-with-limits';
import type { Statement } from './sql-text';
import { checkFormat, emptyTarget, writeParquet } from './write-parquet';

/** Runs one statement; throws {@link StoppedError} when it is stopped, and the engine's error when it fails. */
export const runStatement = async (statement: Statement, props: RunProps): Promise<Outcome> => {
  const { select } = statement;
  const { database } = props;
  if (statement.kind === 'explain-io') {
    return withSession(props, { select, database, isPlan: true }, (session) => explainIo(session, props.catalog));
  }
  const write = prepare(statement, props);
  if (write === 'nothing') return NOTHING;
  return withSession(props, { select, database, isPlan: false }, async (session) => {
    const output = join(props.folder, randomUUID());
    mkdirSync(output, { recursive: true });
    try {
      return await (write ?? query)(session, props, output);
    } finally {
      rmSync(output, { recursive: true, force: true });
    }
  });
};

/** Runs a prepared statement; `output` is an empty folder for temporary files. */
type Run = (session: Session, props: RunProps, output: string) => Promise<Outcome>;

const NOTHING: Outcome = { columns: [], csv: Buffer.alloc(0), scannedBytes: 0, written: [] };

/**
 * Checks the target of a statement that writes objects; returns how it runs, or `nothing` for a table that exists already
 * and may. Undefined for a query.
 */
const prepare = (statement: Statement, props: RunProps): Run | 'nothing' | undefined => {
  if (statement.kind === 'unload') {
    const compression = statement.options.get('compression') ?? 'ZSTD';
    checkFormat('unloads', statement.options.get('format'), compression);
    const target = emptyTarget('UNLOAD', statement.location, props.objects);
    return async (session, run, output) => ({
      ...NOTHING,
      ...(await writeParquet(session, run, target, { columns: await columnsOf(session), compression, output })),
    });
  }
  if (statement.kind !== 'create-table-as') return undefined;
  const table = prepareTable(statement, props);
  if (!table) return 'nothing';
  return async (session, run, output) => ({
    ...NOTHING,
    ...(await createTableAs(session, run, table, { columns: await columnsOf(session), output })),
  });
};

const query: Run = async (session, props, output) => {
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
const toColumnName = (name: string, index: number): string => (/^\$?[a-z_]\w*$/i.test(name) ? name : `_col${index}`);
