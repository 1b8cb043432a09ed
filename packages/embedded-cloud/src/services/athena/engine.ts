import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { identifier, quote, withDuckDb } from '../../duckdb/database';
import { type Access, each } from '../../core/iam';
import type { ObjectFiles, PartitionCatalog } from '../../core/ports';
import type { Caller } from '../../core/service';
import type { Bounds } from '../../duckdb/bounds';
import { INFORMATION_SCHEMA, informationSelect } from './information-schema';
import { StatementError } from '../../duckdb/statement-error';
import { filesOf, type TableFile, viewOf } from './table-view';
import { referencedTables } from '../../duckdb/referenced-tables';
import { toDuckDb } from './translate';
import { PREFIX } from './trino/prefix';
import { toTrinoSemantics } from './trino/semantics';

/** The catalog and the files on which queries run. */
export interface EngineProps {
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles;
  /** The folder for temporary files. */
  readonly folder: string;
  /** Whose permissions apply to the objects that are read; undefined for the administrator. */
  readonly caller: Caller;
}

/** A prepared statement in its own database, in which the tables that it references are views over their files. */
export interface Session {
  readonly connection: DuckDBConnection;
  readonly instance: DuckDBInstance;
  /** The statement in DuckDB's SQL. */
  readonly select: string;
  /** The folder of all buckets. */
  readonly root: string;
  /** The files of the referenced tables, by `database.table`. */
  readonly tables: ReadonlyMap<string, readonly TableFile[]>;
}

/** The text that identifies a table in a plan. */
export const markerOf = (name: string): string => `table:${name}`;

/** An empty file that a plan always leaves out, so that the plan contains the table's marker. */
const noFile = (folder: string): string => join(folder, 'no-file');

/** A statement, and the database of its unqualified names. */
interface Request {
  readonly select: string;
  readonly database: string;
  /** Whether the statement is only planned, and the plan must identify the tables that it reads. */
  readonly isPlan: boolean;
}

/** Runs `work` in its own session: statements cannot see each other's effects, and can read objects only. */
export const withSession = async <Result>(
  props: EngineProps,
  request: Request,
  work: (session: Session) => Promise<Result>,
): Promise<Result> => {
  const { objects, folder } = props;
  mkdirSync(folder, { recursive: true });
  return withDuckDb(async (connection, instance) => {
    await connection.run("ATTACH ':memory:' AS awsdatacatalog");
    await connection.run('USE awsdatacatalog');
    if (request.database !== '') {
      await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(request.database)}`);
      await connection.run(`USE awsdatacatalog.${identifier(request.database)}`);
    }
    // DuckDB's default is the machine's time zone.
    await connection.run("SET TimeZone = 'UTC'");
    const translated = await toDuckDb(request.select);
    const tables = await createViews(props, connection, { ...request, select: translated });
    const select = await toTrinoSemantics(connection, translated);
    // DuckDB would remove a table from the plan because of its files' statistics; only partitions may decide that.
    if (request.isPlan) await connection.run("SET disabled_optimizers = 'statistics_propagation'");
    await lock(connection, [objects.root, folder]);
    return work({ connection, instance, select, tables, root: objects.root });
  });
};

/** A table or view that a statement references, directly or through a view. */
interface Reference {
  readonly database: string;
  readonly table: string;
  /** The bounds on its columns, one entry per reference. */
  readonly bounds: Bounds[];
  readonly hasPath: boolean;
  /** The SELECT of a view; undefined for a table. */
  readonly select: string | undefined;
}

/** Creates views for the tables and views that a statement references; returns the files of the tables. */
const createViews = async (
  { catalog, objects, folder, caller }: EngineProps,
  connection: DuckDBConnection,
  request: Request,
): Promise<ReadonlyMap<string, readonly TableFile[]>> => {
  const tables = new Map<string, readonly TableFile[]>();
  if (request.isPlan) writeFileSync(noFile(folder), '');
  for (const [name, { database, table, hasPath, ...reference }] of await findReferences(request, catalog, connection)) {
    let { select } = reference;
    if (select === undefined) {
      // A plan gets all partitions, because it has to show which of them are read.
      const bounds = request.isPlan ? [] : reference.bounds;
      const files = filesOf({ catalog, objects, bounds }, database, table);
      tables.set(name, files);
      if (!request.isPlan) caller?.check(...files.flatMap(({ bucket, key }) => readObject(bucket, key)));
      const marker = request.isPlan ? { name: markerOf(name), path: noFile(folder) } : undefined;
      select = viewOf(catalog.table(database, table), files, { root: objects.root, hasPath, marker });
    }
    await connection.run(`CREATE SCHEMA IF NOT EXISTS ${identifier(database)}`);
    await connection.run(`CREATE VIEW ${identifier(database)}.${identifier(table)} AS ${select}`);
  }
  return tables;
};

const readObject = (bucket: string, key: string): readonly Access[] =>
  each('s3:GetObject', [`arn:aws:s3:::${bucket}/${key}`]);

/** The references of a statement by `database.table`; a view comes after everything that it references. */
const findReferences = async (
  request: Request,
  catalog: PartitionCatalog,
  connection: DuckDBConnection,
): Promise<ReadonlyMap<string, Reference>> => {
  const existing = new Set(catalog.tables().map(({ database, table }) => `${database}.${table}`));
  const references = new Map<string, Reference>();
  const boundsByName = new Map<string, Bounds[]>();
  const collect = async (select: string, defaultDatabase: string): Promise<void> => {
    const { tables, withNames } = await referencedTables(connection, select);
    for (const { table, bounds, ...qualifier } of tables) {
      const database = qualifier.database || defaultDatabase;
      const name = `${database}.${table}`;
      const allBounds = boundsByName.get(name) ?? [];
      boundsByName.set(name, allBounds);
      allBounds.push(bounds);
      if (database === INFORMATION_SCHEMA) references.set(name, informationView(table, catalog));
      if (references.has(name) || (qualifier.database === '' && withNames.has(table))) continue;
      // Otherwise DuckDB would search its own tables.
      if (!existing.has(name)) throw new StatementError(`TABLE_NOT_FOUND: Table "${name}" does not exist.`);
      const { view } = catalog.table(database, table);
      const translated = view === undefined ? undefined : await toDuckDb(view);
      if (translated !== undefined) await collect(translated, database);
      references.set(name, {
        ...{ database, table, bounds: allBounds, hasPath: select.includes('"$path"') },
        select: translated === undefined ? undefined : await toTrinoSemantics(connection, translated),
      });
    }
  };
  await collect(request.select, request.database);
  return references;
};

const informationView = (table: string, catalog: PartitionCatalog): Reference => {
  const select = informationSelect(table, catalog);
  if (select === undefined) {
    throw new StatementError(
      `TABLE_NOT_FOUND: ${INFORMATION_SCHEMA} has only the tables schemata, tables and columns.`,
    );
  }
  return { database: `${PREFIX}${INFORMATION_SCHEMA}`, table, bounds: [], hasPath: false, select };
};

/** Restricts the session to these folders, in a way that the statement cannot undo. */
const lock = async (connection: DuckDBConnection, folders: readonly string[]): Promise<void> => {
  await connection.run("CALL enable_logging('FileSystem')");
  await connection.run(`SET temp_directory = ${quote(join(folders.at(-1) ?? '', 'spill'))}`);
  await connection.run(`SET allowed_directories = [${folders.map((folder) => quote(`${folder}/`)).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
};

/** The bytes that a session has read from objects so far. */
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
