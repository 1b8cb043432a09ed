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

/** What is read of a table: from where, and by which bounds on its partition keys. Of several bounds one is enough, of none all is read. */
export interface Reading {
  readonly catalog: PartitionCatalog;
  readonly objects: ObjectFiles;
  readonly bounds: readonly Bounds[];
}

/** The files that make up a table now, but for partitions that no row is asked of. */
export const filesOf = (
  { catalog, objects, bounds }: Reading,
  database: string,
  name: string,
): readonly TableFile[] => {
  const table = catalog.table(database, name);
  const keys = table.partitionKeys.map((key) => key.name);
  const isRead = (values: readonly string[]): boolean =>
    bounds.length === 0 ||
    bounds.some((one) => keys.every((key, index) => isWithin(one.get(key), values[index] ?? '')));
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
        `The embedded Athena reads partitions whose path names their values, such as ${keys[0] ?? 'dt'}=…/, not ${key}.`,
      );
    }),
  );
};

/** So many folders are looked into one by one, where dates bound them; beyond, the whole table is listed. */
const MOST_FOLDERS = 400;

/** The folders of the dates between which a key is asked for: as Athena projects them; `''`, all, where it can't be told. */
const foldersOf = (key: string, bounds: readonly Bounds[]): readonly string[] => {
  const dates = new Set<string>();
  for (const { low, high } of bounds.map((one) => one.get(key) ?? OPEN)) {
    if (!isDate(low) || !isDate(high) || startOf(high) - startOf(low) > MOST_FOLDERS * DAY_MS) return [''];
    for (const date of datesBetween(low, high)) dates.add(date);
  }
  return bounds.length === 0 ? [''] : [...dates].sort().map((date) => `${key}=${date}/`);
};

const OPEN = { low: undefined, high: undefined };

const isDate = (text: string | undefined): text is string => {
  const at = text === undefined ? NaN : Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(at) && dateOf(at) === text;
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
  /** Where a plan has to name the table: the name, and an empty file that stands for none of its rows. */
  readonly marker: { readonly name: string; readonly path: string } | undefined;
}

/**
 * A SELECT that gives the table's rows; a table with no files has none. The catalog's types hold, not those of the file that is
 * read first: a column that a file does not have is null in its rows, and a file whose values don't fit fails the query.
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
  // A plan tells by which condition files were left out, and in its text the name: one file is always left out.
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
