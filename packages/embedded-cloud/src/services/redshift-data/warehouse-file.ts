import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { openDuckDb } from '../../duckdb/database';
import type { ObjectFiles } from '../../core/ports';
import { referencedTables } from '../../duckdb/referenced-tables';
import { copyParquet } from './copy-parquet';
import { type Result, toResult } from './results';
import { StatementError, translate } from './translate';

/** What holds a statement back while it runs. */
export interface Control {
  /** Aborted when it is cancelled. */
  readonly signal: AbortSignal;
  /** Called before each statement of a transaction; what it throws fails all of them. */
  readonly before: (index: number) => void;
  /** Whether it may read the views alone. */
  readonly isReader: boolean;
}

/** What one statement came to. */
export interface Done {
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

const NO_ROWS: Done = { rows: 0, result: undefined };

/** A namespace's database: a file of DuckDB's that stays. Statements that write go one after the other. */
export class WarehouseFile {
  private instance: Promise<DuckDBInstance> | undefined;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly file: string,
    private readonly objects: ObjectFiles,
  ) {}

  /** Runs statements as one transaction; rejects, with everything as it was, where one fails or it is cancelled. */
  run(statements: readonly string[], control: Control): Promise<readonly Done[]> {
    const work = () => this.withConnection((connection) => this.transaction(connection, statements, control));
    if (control.isReader) return work();
    const turn = this.writing.then(work);
    this.writing = turn.catch(() => undefined);
    return turn;
  }

  /** Every table and view, with what it is. */
  relations(): Promise<readonly Relation[]> {
    return this.withConnection(async (connection) => {
      const rows = (await connection.runAndReadAll(RELATIONS)).getRowsJson();
      return rows.map((row) => row.map(String)).map(([schema = '', name = '', type = '']) => ({ schema, name, type }));
    });
  }

  async close(): Promise<void> {
    await this.writing;
    (await this.instance)?.closeSync();
    this.instance = undefined;
  }

  private async withConnection<Outcome>(work: (connection: DuckDBConnection) => Promise<Outcome>): Promise<Outcome> {
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
  ): Promise<readonly Done[]> {
    const interrupt = (): void => connection.interrupt();
    control.signal.addEventListener('abort', interrupt, { once: true });
    await connection.run('BEGIN');
    try {
      const done: Done[] = [];
      for (const [index, statement] of statements.entries()) {
        control.signal.throwIfAborted();
        control.before(index);
        done.push(await this.statement(connection, statement, control.isReader));
      }
      control.signal.throwIfAborted();
      await connection.run('COMMIT');
      return done;
    } catch (error) {
      await connection.run('ROLLBACK');
      throw error;
    } finally {
      control.signal.removeEventListener('abort', interrupt);
    }
  }

  private async statement(connection: DuckDBConnection, text: string, isReader: boolean): Promise<Done> {
    const translated = await translate(text);
    if (isReader) await checkReader(connection, translated);
    if (translated.kind === 'nothing') return NO_ROWS;
    if (translated.kind === 'copy') {
      return { ...NO_ROWS, rows: await copyParquet(connection, this.objects, translated.table, translated.manifest) };
    }
    if (!translated.isQuery) return { ...NO_ROWS, rows: (await connection.run(translated.sql)).rowsChanged };
    const result = toResult(await connection.runAndReadAll(translated.sql));
    return { rows: result.rows.length, result };
  }
}

/** What Redshift grants nobody but the administrator: to write, and to see the tables behind the views. */
const checkReader = async (
  connection: DuckDBConnection,
  translated: Awaited<ReturnType<typeof translate>>,
): Promise<void> => {
  if (translated.kind !== 'sql' || !translated.isQuery)
    throw new StatementError('permission denied: readers may only SELECT');
  for (const { database } of (await referencedTables(connection, translated.sql)).tables) {
    if (database !== '' && database !== 'public') throw new StatementError(`permission denied for schema ${database}`);
  }
};
