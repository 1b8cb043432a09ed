import { parseColumnType, toDuckDbType } from '../../duckdb/column-type';
import { identifier, quote } from '../../duckdb/database';
import type { CatalogTable, ObjectFile, ObjectFiles, PartitionCatalog } from '../../ports';
import { NotRunHere } from './translate';

/** A file of a table, with the values of its partition. */
export interface TableFile extends ObjectFile {
  readonly bucket: string;
  readonly values: readonly string[];
}

/** The files that make up a table now. */
export const filesOf = (
  catalog: PartitionCatalog,
  objects: ObjectFiles,
  database: string,
  name: string,
): readonly TableFile[] => {
  const table = catalog.table(database, name);
  const under = (location: string, valuesOf: (key: string) => readonly string[] | undefined): TableFile[] => {
    const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? [];
    return objects.files(bucket, prefix).flatMap((file) => {
      const values = file.size === 0 ? undefined : valuesOf(file.key);
      return values ? [{ ...file, bucket, values }] : [];
    });
  };
  const keys = table.partitionKeys.map((key) => key.name);
  if (keys.length === 0) return under(table.location, () => []);
  if (table.parameters['projection.enabled'] === 'true') return under(table.location, (key) => valuesIn(key, keys));
  return catalog.partitions(database, name).flatMap(({ values, location }) =>
    under(location, (key) => {
      if (valuesIn(key, keys)?.join('/') === values.join('/')) return values;
      throw new NotRunHere(
        `The embedded Athena reads partitions whose path names their values, such as ${keys[0] ?? 'dt'}=…/, not ${key}.`,
      );
    }),
  );
};

/** The values in `…/dt=2026-11-24/hour=03/…`; undefined where a key is missing. */
const valuesIn = (key: string, keys: readonly string[]): readonly string[] | undefined => {
  const values = keys.map((name) => new RegExp(`(?:^|/)${name}=([^/]*)/`).exec(key)?.[1]);
  return values.every((value) => value !== undefined) ? values : undefined;
};

/** How a table is shown to a statement. */
export interface ViewOptions {
  /** Below it lie the objects. */
  readonly root: string;
  /** Whether the statement asks for `"$path"`: a column that `*` leaves out. */
  readonly hasPath: boolean;
  /** What names the table in a plan; undefined where none is made. */
  readonly marker: string | undefined;
}

/** A SELECT that gives the table's rows; a table with no files has none. */
export const viewOf = (table: CatalogTable, files: readonly TableFile[], options: ViewOptions): string => {
  const columns = [...table.columns, ...table.partitionKeys].map(({ name, type }) => ({
    name: identifier(name),
    type: toDuckDbType(parseColumnType(type)),
  }));
  if (files.length === 0) {
    const empty = columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`);
    return `SELECT ${[...empty, ...(options.hasPath ? ['CAST(NULL AS VARCHAR) AS "$path"'] : [])].join(', ')} WHERE false`;
  }
  const path = options.hasPath ? [`replace(filename, ${quote(options.root)}, 's3:/') AS "$path"`] : [];
  const rows = `SELECT ${[...columns.map(({ name }) => name), ...path].join(', ')} FROM ${scanOf(table, files)}`;
  // The condition holds always; a plan that has it tells which table it reads.
  return options.marker === undefined ? rows : `${rows} WHERE filename <> ${quote(options.marker)}`;
};

const scanOf = (table: CatalogTable, files: readonly TableFile[]): string => {
  const paths = `[${files.map(({ path }) => quote(path)).join(', ')}]`;
  if (table.serde.endsWith('JsonSerDe')) {
    const types = table.columns.map(
      ({ name, type }) => `${identifier(name)}: ${quote(toDuckDbType(parseColumnType(type)))}`,
    );
    return `read_json(${paths}, format = 'newline_delimited', columns = {${types.join(', ')}})`;
  }
  if (table.partitionKeys.length === 0) return `read_parquet(${paths})`;
  const hive = table.partitionKeys.map(({ name }) => `${identifier(name)}: VARCHAR`).join(', ');
  return `read_parquet(${paths}, hive_partitioning = true, hive_types = {${hive}})`;
};
