import { parseColumnType, toDuckDbType } from '../../duckdb/column-type';
import { identifier, quote } from '../../duckdb/database';
import type { CatalogTable, ObjectFile, ObjectFiles, PartitionCatalog } from '../../core/ports';
import { type Bounds, isWithin } from '../../duckdb/bounds';
import { StatementError } from '../../duckdb/statement-error';
import { dateOf, datesBetween, DAY_MS, startOf } from './dates';

/** A file of a table, with the values of its partition. */
export interface TableFile extends ObjectFile {
  readonly bucket: string;
  readonly values: readonly string[];
}

/** The catalog and the objects of a table, and the bounds of a statement on its partition keys. */
export interface Reading {
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles;
  /** A partition is read when it is within one of the bounds; without bounds, all partitions are read. */
  readonly bounds: readonly Bounds[];
}

/** The current files of a table, without those of partitions outside the bounds. */
export const filesOf = (
  { catalog, objects, bounds }: Reading,
  database: string,
  name: string,
): readonly TableFile[] => {
  const table = catalog.table(database, name);
  const keys = table.partitionKeys.map((key) => key.name);
  const isRead = (values: readonly string[]): boolean =>
    bounds.length === 0 ||
    bounds.some((byKey) => keys.every((key, index) => isWithin(byKey.get(key), values[index] ?? '')));
  const under = (location: string, valuesOf: (key: string) => readonly string[] | undefined): TableFile[] => {
    const [, bucket = '', prefix = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(location) ?? [];
    return objects.files(bucket, prefix).flatMap((file) => {
      const values = file.size === 0 ? undefined : valuesOf(file.key);
      return values && isRead(values) ? [{ ...file, bucket, values }] : [];
    });
  };
  if (keys.length === 0) return under(table.location, () => []);
  if (table.parameters['projection.enabled'] === 'true') {
    const projected = foldersOf(keys[0] ?? '', bounds).map((folder) => table.location + folder);
    return projected.flatMap((location) => under(location, (key) => valuesIn(key, keys)));
  }
  const partitions = catalog.partitions(database, name).filter(({ values }) => isRead(values));
  return partitions.flatMap(({ values, location }) =>
    under(location, (key) => {
      if (valuesIn(key, keys)?.join('/') === values.join('/')) return values;
      throw new StatementError(
        `The embedded Athena reads only partitions whose path contains their values, such as ${keys[0] ?? 'dt'}=…/, not ${key}.`,
      );
    }),
  );
};

/** Up to this many dates, their folders are listed one by one; beyond it, the whole table is listed. */
const MAX_FOLDERS = 400;

/**
 * The folders of the dates within the bounds of a key, as Athena projects them; `''`, every folder, when they are
 * unknown.
 */
const foldersOf = (key: string, bounds: readonly Bounds[]): readonly string[] => {
  const dates = new Set<string>();
  for (const { low, high } of bounds.map((byKey) => byKey.get(key) ?? OPEN)) {
    if (!isDate(low) || !isDate(high) || startOf(high) - startOf(low) > MAX_FOLDERS * DAY_MS) return [''];
    for (const date of datesBetween(low, high)) dates.add(date);
  }
  return bounds.length === 0 ? [''] : [...dates].sort().map((date) => `${key}=${date}/`);
};

const OPEN = { low: undefined, high: undefined };

const isDate = (text: string | undefined): text is string => {
  const at = text === undefined ? NaN : Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && dateOf(at) === text;
};

/** The partition values in a path such as `…/dt=2026-11-24/hour=03/…`; undefined when a key is missing. */
const valuesIn = (key: string, keys: readonly string[]): readonly string[] | undefined => {
  const values = keys.map((name) => new RegExp(`(?:^|/)${name}=([^/]*)/`).exec(key)?.[1]);
  return values.every((value) => value !== undefined) ? values : undefined;
};

/** Options of the view over a table's files. */
export interface ViewOptions {
  /** The folder of all buckets. */
  readonly root: string;
  /** Whether the statement uses `"$path"`, a column that `*` does not include. */
  readonly hasPath: boolean;
  /** Identifies the table in a plan: a name, and the path of an empty file. Undefined when the view is not planned. */
  readonly marker: { readonly name: string; readonly path: string } | undefined;
}

/**
 * A SELECT of the table's rows; without files it returns none. Columns have the catalog's types, not those of the first
 * file: a column that a file lacks is null in its rows, and a file with values of another type fails the query.
 */
export const viewOf = (table: CatalogTable, files: readonly TableFile[], options: ViewOptions): string => {
  const columns = table.columns.map(({ name, type }) => ({
    name: identifier(name),
    type: toDuckDbType(parseColumnType(type)),
  }));
  const keys = table.partitionKeys.map(({ name }) => name);
  if (files.length === 0) {
    const empty = [
      ...columns.map(({ name, type }) => `CAST(NULL AS ${type}) AS ${name}`),
      ...[...keys, ...(options.hasPath ? ['$path'] : [])].map((name) => `CAST(NULL AS VARCHAR) AS ${identifier(name)}`),
    ];
    return `SELECT ${empty.join(', ')} WHERE false`;
  }
  const selected = [
    ...columns.map(({ name }) => name),
    ...keys.map((name) => `regexp_extract(filename, ${quote(`/${name}=([^/]*)/`)}, 1) AS ${identifier(name)}`),
    ...(options.hasPath ? [`replace(filename, ${quote(options.root)}, 's3:/') AS "$path"`] : []),
  ];
  const { marker } = options;
  const paths = [...files.map(({ path }) => path), ...(marker ? [marker.path] : [])];
  const rows = `SELECT ${selected.join(', ')} FROM ${scanOf(table, paths)}`;
  // A plan contains the condition that left out files. This one always leaves out the marker's file, and contains its
  // name.
  return marker ? `${rows} WHERE replace(filename, ${quote(marker.name)}, '') <> ${quote(marker.path)}` : rows;
};

const scanOf = ({ serde, columns }: CatalogTable, paths: readonly string[]): string => {
  const files = `[${paths.map(quote).join(', ')}]`;
  const typed = columns.map(({ name, type }) => ({ name, type: quote(toDuckDbType(parseColumnType(type))) }));
  if (serde.endsWith('JsonSerDe')) {
    const types = typed.map(({ name, type }) => `${identifier(name)}: ${type}`);
    return `read_json(${files}, format = 'newline_delimited', columns = {${types.join(', ')}}, filename = true)`;
  }
  const schema = typed.map(
    ({ name, type }) => `${quote(name)}: {name: ${quote(name)}, type: ${type}, default_value: NULL}`,
  );
  return `read_parquet(${files}, schema = MAP {${schema.join(', ')}}, filename = true)`;
};
