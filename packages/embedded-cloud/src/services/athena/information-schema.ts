import { type ColumnType, parseColumnType } from '../../duckdb/column-type';
import { quote } from '../../duckdb/database';
import type { PartitionCatalog } from '../../core/ports';

/** The schema under which Athena tells its catalog; DuckDB has one of that name, which tells DuckDB's. */
export const INFORMATION_SCHEMA = 'information_schema';

/** A SELECT of what a table of the information schema holds of the catalog; undefined where there is no such table here. */
export const informationOf = (table: string, catalog: PartitionCatalog): string | undefined => {
  const all = catalog.tables().map((named) => ({ ...named, ...catalog.table(named.database, named.table) }));
  switch (table) {
    case 'schemata':
      return rowsOf(
        ['catalog_name', 'schema_name'],
        [...new Set(all.map(({ database }) => database))].map((database) => [CATALOG, database]),
      );
    case 'tables':
      return rowsOf(
        [...TABLE, 'table_type'],
        all.map((named) => [CATALOG, named.database, named.table, named.view === undefined ? 'BASE TABLE' : 'VIEW']),
      );
    case 'columns':
      return rowsOf(
        [...TABLE, 'column_name', 'ordinal_position', 'is_nullable', 'data_type'],
        all.flatMap(({ database, columns, partitionKeys, ...named }) =>
          [...columns, ...partitionKeys].map(({ name, type }, index) => [
            ...[CATALOG, database, named.table, name, index + 1, 'YES'],
            toTrinoType(parseColumnType(type)),
          ]),
        ),
      );
    default:
      return undefined;
  }
};

const CATALOG = 'awsdatacatalog';
const TABLE = ['table_catalog', 'table_schema', 'table_name'];

const rowsOf = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const values = rows.map(
    (row) => `(${row.map((value) => (typeof value === 'number' ? value : quote(value))).join(', ')})`,
  );
  const none = `(${columns.map(() => 'NULL').join(', ')})`;
  return `SELECT * FROM (VALUES ${[none, ...values].join(', ')}) AS t (${columns.join(', ')}) WHERE ${columns[0] ?? ''} IS NOT NULL`;
};

/** A column's type as Trino writes it. */
const toTrinoType = (type: ColumnType): string => {
  switch (type.kind) {
    case 'primitive':
      return { string: 'varchar', int: 'integer', float: 'real', timestamp: 'timestamp(3)' }[type.name] ?? type.name;
    case 'array':
      return `array(${toTrinoType(type.of)})`;
    case 'struct':
      return `row(${type.fields.map((field) => `${field.name} ${toTrinoType(field.type)}`).join(', ')})`;
  }
};
