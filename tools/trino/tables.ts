import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Cloud } from 'embedded-cloud';
import { type ColumnType, parseColumnType } from 'embedded-cloud/duckdb';
import { TrinoError, type TrinoClient } from './trino-client';

type Glue = Cloud['services']['glue'];
type GlueTable = ReturnType<Glue['table']>;

/** Trino's names of Hive's types that have another name there. */
const PRIMITIVES: Readonly<Record<string, string>> = { string: 'varchar', int: 'integer', float: 'real' };

const trinoType = (type: ColumnType): string => {
  switch (type.kind) {
    case 'primitive':
      return PRIMITIVES[type.name] ?? type.name;
    case 'array':
      return `array(${trinoType(type.of)})`;
    case 'struct':
      return `row(${type.fields.map(({ name, type: of }) => `"${name}" ${trinoType(of)}`).join(', ')})`;
  }
};

const list = (values: readonly string[]): string => `ARRAY[${values.map((value) => `'${value}'`).join(', ')}]`;

/** Where Trino finds the objects of s3:// locations: in the folder `s3`, which is the embedded S3's. */
const LOCAL = 'local:///s3/';

const toLocation = (location: string, root: string): string => location.replace(/^s3:\/\//, root);

/** Whether Athena derives the partitions of a table from its properties. */
export const isProjected = ({ parameters }: GlueTable): boolean => parameters['projection.enabled'] === 'true';

/** Declares every table and view of a Glue database in Trino; returns their names. */
export const declareTables = async (
  client: TrinoClient,
  glue: Glue,
  { database, root }: { readonly database: string; readonly root: string },
): Promise<{ readonly tables: readonly string[]; readonly views: readonly string[] }> => {
  const names = glue.tables().flatMap((one) => (one.database === database ? [one.table] : []));
  const isView = (name: string): boolean => glue.table(database, name).view !== undefined;
  const [tables, views] = [names.filter((name) => !isView(name)), names.filter(isView)];
  await client.run(`CREATE SCHEMA hive.${database}`);
  for (const name of tables) {
    const table = glue.table(database, name);
    mkdirSync(join(root, table.location.replace(/^s3:\/\//, '')), { recursive: true });
    await client.run(toDdl(`"${name}"`, table, LOCAL));
    await registerPartitions(client, glue, { catalog: 'hive', database, name, root: LOCAL });
  }
  await declareViews(client, new Map(views.map((name) => [name, glue.table(database, name).view ?? ''])));
  return { tables, views };
};

/** Registers the partitions of a table at their locations in Glue; `root` replaces the beginning s3://. */
export const registerPartitions = async (
  client: TrinoClient,
  glue: Glue,
  { catalog, database, name, root }: Readonly<Record<'catalog' | 'database' | 'name' | 'root', string>>,
): Promise<void> => {
  const keys = list(glue.table(database, name).partitionKeys.map((key) => key.name));
  for (const { values, location } of glue.partitions(database, name)) {
    await client.run(
      `CALL ${catalog}.system.register_partition('${database}', '${name}', ${keys}, ${list(values)}, '${toLocation(location, root)}')`,
    );
  }
};

/** Declares a table whose s3:// location starts with `root` for Trino. Only tables in local files are projected. */
export const toDdl = (name: string, table: GlueTable, root: string): string => {
  const { columns, partitionKeys, location, serde, parameters } = table;
  const hasProjection = root === LOCAL && isProjected(table);
  const keys = partitionKeys.map((key) => ({
    ...key,
    projection: hasProjection ? projectionOf(key.name, parameters) : '',
  }));
  const declared = [...columns.map((column) => ({ ...column, projection: '' })), ...keys].map(
    (column) => `"${column.name}" ${trinoType(parseColumnType(column.type))}${column.projection}`,
  );
  const properties = [
    `external_location = '${toLocation(location, root)}'`,
    `format = '${serde.endsWith('JsonSerDe') ? 'OPENX_JSON' : 'PARQUET'}'`,
    ...(keys.length === 0 ? [] : [`partitioned_by = ${list(keys.map((key) => key.name))}`]),
    ...(hasProjection ? ['partition_projection_enabled = true'] : []),
  ];
  return `CREATE TABLE ${name} (${declared.join(', ')}) WITH (${properties.join(', ')})`;
};

/** The projection of a partition key as properties of the column. */
const projectionOf = (key: string, parameters: Readonly<Record<string, string>>): string => {
  const value = (property: string): string | undefined => parameters[`projection.${key}.${property}`];
  const [type, range, format, digits] = [value('type'), value('range'), value('format'), value('digits')];
  const properties = [
    `partition_projection_type = '${(type ?? '').toUpperCase()}'`,
    ...(range === undefined ? [] : [`partition_projection_range = ${list(range.split(','))}`]),
    ...(format === undefined ? [] : [`partition_projection_format = '${format}'`]),
    ...(digits === undefined ? [] : [`partition_projection_digits = ${digits}`]),
  ];
  return ` WITH (${properties.join(', ')})`;
};

/** Declares views; those that read a view that is not declared yet wait for the next round. */
const declareViews = async (client: TrinoClient, views: ReadonlyMap<string, string>): Promise<void> => {
  const waiting = new Map<string, string>();
  for (const [name, select] of views) {
    try {
      await client.run(`CREATE VIEW "${name}" AS ${select}`);
    } catch (error) {
      if (!(error instanceof TrinoError) || error.name !== 'TABLE_NOT_FOUND') throw error;
      waiting.set(name, select);
    }
  }
  if (waiting.size === views.size && views.size > 0)
    throw new Error(`Views without their tables: ${[...views.keys()].join(', ')}`);
  if (waiting.size > 0) await declareViews(client, waiting);
};
