import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { identifier, quote, withDuckDb } from '../../duckdb/database';
import type { ObjectFiles, PartitionCatalog } from '../../core/ports';
import type { Bounds } from '../../duckdb/bounds';
import { INFORMATION_SCHEMA, informationOf } from './information-schema';
import { StatementError } from '../../duckdb/statement-error';
import { filesOf, type TableFile, viewOf } from './table-view';
import { referencedTables } from '../../duckdb/referenced-tables';
import { toDuckDb } from './translate';
import { PREFIX } from './trino/macros';
import { toTrinoSemantics } from './trino/semantics';

/** What queries run on. */
export interface EngineProps {
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles;
  /** For files that are not objects yet. */
  readonly folder: string;
}

/** A statement made ready: a database of its own, in which the tables that it names are views over their files. */
export interface Session {
  readonly connection: DuckDBConnection;
  readonly instance: DuckDBInstance;
  /** The statement as DuckDB reads it. */
  readonly select: string;
  /** Below it lie the objects that it reads. */
  readonly root: string;
  /** The tables that it names, as `database.table`, with their files. */
  readonly tables: ReadonlyMap<string, readonly TableFile[]>;
}

/** How a plan names the table that it scans. */
export const markerOf = (name: string): string => `table:${name}`;

/** An empty file that stands in a plan for files that are left out. */
const noFile = (folder: string): string => join(folder, 'no-file');

/** A statement, and the database that it means where it names none. */
interface Asked {
  readonly select: string;
  readonly database: string;
  /** Whether the plan must name the tables that it reads. */
  readonly isPlan: boolean;
}

/** Runs `work` in a session of its own: nothing that one statement does is seen by another, and only objects can be read. */
export const withSession = async <Result>(
  { catalog, objects, folder }: EngineProps,
  asked: Asked,
  work: (session: Session) => Promise<Result>,
): Promise<Result> => {
  mkdirSync(folder, { recursive: true });
  return withDuckDb(async (connection, instance) => {
    await connection.run("ATTACH ':memory:' AS awsdatacatalog");
    await connection.run('USE awsdatacatalog');
    if (asked.database !== '') {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(asked.database)}`);
      await connection.run(`USE awsdatacatalog.${identifier(asked.database)}`);
    }
    // DuckDB's calendar is the machine's otherwise.
    await connection.run("SET TimeZone = 'UTC'");
    const translated = await toDuckDb(asked.select);
    const tables = await showTables({ catalog, objects, folder }, connection, { ...asked, select: translated });
    const select = await toTrinoSemantics(connection, translated);
    // What a file's statistics tell would take a table out of the plan: partitions alone must say what is read.
    if (asked.isPlan) await connection.run("SET disabled_optimizers = 'statistics_propagation'");
    await lock(connection, [objects.root, folder]);
    return work({ connection, instance, select, tables, root: objects.root });
  });
};

/** A table or view that a statement names, by itself or through a view. */
interface Shown {
  readonly home: string;
  readonly table: string;
  /** What each mention of it holds its columns to. */
  readonly bounds: Bounds[];
  readonly hasPath: boolean;
  /** Of a view, its SELECT. */
  readonly rows: string | undefined;
}

/** Shows a statement the tables and views that it names, and those behind its views; returns the files of the tables. */
const showTables = async (
  { catalog, objects, folder }: EngineProps,
  connection: DuckDBConnection,
  asked: Asked,
): Promise<ReadonlyMap<string, readonly TableFile[]>> => {
  const tables = new Map<string, readonly TableFile[]>();
  if (asked.isPlan) writeFileSync(noFile(folder), '');
  for (const [name, { home, table, hasPath, ...shown }] of await namedBy(asked, catalog, connection)) {
    let { rows } = shown;
    if (rows === undefined) {
      // A plan finds by itself which partitions are read, and is asked for just that.
      const bounds = asked.isPlan ? [] : shown.bounds;
      const files = filesOf({ catalog, objects, bounds }, home, table);
      tables.set(name, files);
      const marker = asked.isPlan ? { name: markerOf(name), path: noFile(folder) } : undefined;
      rows = viewOf(catalog.table(home, table), files, { root: objects.root, hasPath, marker });
    }
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(home)}`);
    await connection.run(`CREATE VIEW ${identifier(home)}.${identifier(table)} AS ${rows}`);
  }
  return tables;
};

/** What a statement names, by `database.table`: a view behind what it is made of. */
const namedBy = async (
  asked: Asked,
  catalog: PartitionCatalog,
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, Shown>> => {
  const known = new Set(catalog.tables().map(({ database, table }) => `${database}.${table}`));
  const named = new Map<string, Shown>();
  const boundsOf = new Map<string, Bounds[]>();
  const gather = async (select: string, database: string): Promise<void> => {
    const { tables, withNames } = await referencedTables(connection, select);
    for (const { table, bounds, ...rest } of tables) {
      const home = rest.database || database;
      const name = `${home}.${table}`;
      const all = boundsOf.get(name) ?? [];
      boundsOf.set(name, all);
      all.push(bounds);
      if (home === INFORMATION_SCHEMA) named.set(name, information(table, catalog));
      if (named.has(name) || (rest.database === '' && withNames.has(table))) continue;
      // DuckDB would look among its own.
      if (!known.has(name)) throw new StatementError(`TABLE_NOT_FOUND: there is no table "${name}".`);
      const { view } = catalog.table(home, table);
      const rows = view === undefined ? undefined : await toDuckDb(view);
      if (rows !== undefined) await gather(rows, home);
      const meant = rows === undefined ? undefined : await toTrinoSemantics(connection, rows);
      named.set(name, { home, table, bounds: all, hasPath: select.includes('"$path"'), rows: meant });
    }
  };
  await gather(asked.select, asked.database);
  return named;
};

const information = (table: string, catalog: PartitionCatalog): Shown => {
  const rows = informationOf(table, catalog);
  if (rows === undefined)
    throw new StatementError(`TABLE_NOT_FOUND: ${INFORMATION_SCHEMA} has schemata, tables and columns.`);
  return { home: `${PREFIX}${INFORMATION_SCHEMA}`, table, bounds: [], hasPath: false, rows };
};

/** From here on it reads and writes below these folders only, and the statement can't change that. */
const lock = async (connection: DuckDBConnection, folders: readonly string[]): Promise<void> => {
  await connection.run("CALL enable_logging('FileSystem')");
  await connection.run(`SET temp_directory = ${quote(join(folders.at(-1) ?? '', 'spill'))}`);
  await connection.run(`SET allowed_directories = [${folders.map((folder) => quote(`${folder}/`)).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
};

/** Bytes that a session has read of objects so far. */
export const bytesRead = async ({ instance, root }: Session): Promise<number> => {
  const connection = await instance.connect();
  try {
    const reader = await connection.runAndReadAll(
      `SELECT CAST(coalesce(sum(CAST(json_extract_string(message, '$.bytes') AS BIGINT)), 0) AS DOUBLE)
       FROM duckdb_logs
       WHERE type = 'FileSystem'
         AND json_extract_string(message, '$.op') = 'READ'
         AND starts_with(json_extract_string(message, '$.path'), ${quote(root)})`,
    );
    return Number(reader.getRows()[0]?.[0]);
  } finally {
    connection.closeSync();
  }
};
