import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openDuckDb } from '../../duckdb/database';
import type { RoleSession } from '../../core/iam';
import type { ObjectFiles } from '../../core/ports';
import { interruptOnAbort } from '../../duckdb/interrupt';
import { referencedTables } from '../../duckdb/referenced-tables';
import { StatementError } from '../../duckdb/statement-error';
import { copyParquet } from './copy-parquet';
import { type Result, toResult } from './results';
import { translate } from './translate';

/** The limits of a transaction. */
export interface Control {
  /** Aborted when the transaction is cancelled. */
  readonly signal: AbortSignal;
  /** Called before each statement of the transaction; when it throws, the transaction fails. */
  readonly before: (index: number) => void;
  /** Whether the transaction may only read views. */
  readonly isReader: boolean;
}

/** The result of one statement. */
export interface Outcome {
  readonly rows: number;
  readonly result: Result | undefined;
}

/** A table or a view. */
export interface Relation {
  readonly schema: string;
  readonly name: string;
  /** TABLE or VIEW. */
  readonly type: string;
}

const RELATIONS = `
  SELECT schema_name, table_name, 'TABLE' FROM duckdb_tables() WHERE NOT internal
  UNION ALL
  SELECT schema_name, view_name, 'VIEW' FROM duckdb_views() WHERE NOT internal
  ORDER BY 1, 2`;

const NO_ROWS: Outcome = { rows: 0, result: undefined };

/** The database of a namespace in a DuckDB file. Transactions that may write run one after the other. */
export class WarehouseFile {
  private instance: Promise<DuckDBInstance> | undefined;
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly objects: ObjectFiles,
    /** A session of the role that a COPY names; undefined when no policy restricts it. */
    private readonly assume: (roleArn: string) => RoleSession | undefined,
  ) {}

  /**
   * Runs statements as one transaction; when one fails or is cancelled, the transaction is rolled back and this
   * rejects.
   */
  run(statements: readonly string[], control: Control): Promise<readonly Outcome[]> {
    const work = () => this.withConnection((connection) => this.transaction(connection, statements, control));
    if (control.isReader) return work();
    const write = this.lastWrite.then(work);
    this.lastWrite = write.catch(() => undefined);
    return write;
  }

  /** All tables and views. */
  relations(): Promise<readonly Relation[]> {
    return this.withConnection(async (connection) => {
      const rows = (await connection.runAndReadAll(RELATIONS)).getRowsJson();
      return rows.map((row) => row.map(String)).map(([schema = '', name = '', type = '']) => ({ schema, name, type }));
    });
  }

  async close(): Promise<void> {
    await this.lastWrite;
    (await this.instance)?.closeSync();
    this.instance = undefined;
  }

  private async withConnection<Value>(work: (connection: DuckDBConnection) => Promise<Value>): Promise<Value> {
    this.instance ??= this.open();
    const connection = await (await this.instance).connect();
    try {
      await connection.run("SET search_path = 'public'");
      return await work(connection);
    } finally {
      connection.closeSync();
    }
  }

  private async open(): Promise<DuckDBInstance> {
    mkdirSync(dirname(this.file), { recursive: true });
    const instance = await openDuckDb(this.file);
    const connection = await instance.connect();
    await connection.run('CREATE SCHEMA IF NOT EXISTS public');
    await connection.run('SET GLOBAL integer_division = true');
    connection.closeSync();
    return instance;
  }

  private async transaction(
    connection: DuckDBConnection,
    statements: readonly string[],
    control: Control,
  ): Promise<readonly Outcome[]> {
    await connection.run('BEGIN');
    const stopInterrupting = interruptOnAbort(connection, control.signal);
    try {
      const outcomes: Outcome[] = [];
      for (const [index, statement] of statements.entries()) {
        control.signal.throwIfAborted();
        control.before(index);
        outcomes.push(await this.statement(connection, statement, control.isReader));
      }
      control.signal.throwIfAborted();
      await connection.run('COMMIT');
      return outcomes;
    } catch (error) {
      stopInterrupting();
      await connection.run('ROLLBACK');
      throw error;
    } finally {
      stopInterrupting();
    }
  }

  private async statement(connection: DuckDBConnection, text: string, isReader: boolean): Promise<Outcome> {
    const translated = await translate(text);
    if (isReader) await checkReader(connection, translated);
    if (translated.kind === 'nothing') return NO_ROWS;
    if (translated.kind === 'copy') {
      const { table, manifest, roleArn } = translated;
      const files = { objects: this.objects, session: this.assume(roleArn) };
      return { ...NO_ROWS, rows: await copyParquet(connection, files, table, manifest) };
    }
    if (!translated.isQuery) return { ...NO_ROWS, rows: (await connection.run(translated.sql)).rowsChanged };
    const result = toResult(await connection.runAndReadAll(translated.sql));
    return { rows: result.rows.length, result };
  }
}

/**
 * Throws for statements that only the administrator may run: those that write, or read tables outside the schema
 * `public`.
 */
const checkReader = async (
  connection: DuckDBConnection,
  translated: Awaited<ReturnType<typeof translate>>,
): Promise<void> => {
  if (translated.kind !== 'sql' || !translated.isQuery) {
    throw new StatementError('permission denied: readers may only SELECT');
  }
  for (const { database } of (await referencedTables(connection, translated.sql)).tables) {
    if (database !== '' && database !== 'public') throw new StatementError(`permission denied for schema ${database}`);
  }
};
