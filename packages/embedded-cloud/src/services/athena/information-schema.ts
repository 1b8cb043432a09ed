import { type ColumnType, parseColumnType } from '../../duckdb/column-type';
import { quote } from '../../duckdb/database';
import type { PartitionCatalog } from '../../core/ports';

/** The schema in which Athena describes its catalog. DuckDB has a schema with the same name for its own catalog. */
export const INFORMATION_SCHEMA = 'information_schema';

/** A SELECT of the rows of a table of the information schema; undefined when the table does not exist. */
export const informationSelect = (table: string, catalog: PartitionCatalog): string | undefined => {
  const all = catalog.tables().map((name) => ({ ...name, ...catalog.table(name.database, name.table) }));
  switch (table) {
    case 'schemata':
      return selectRows(
        ['catalog_name', 'schema_name'],
        [...new Set(all.map(({ database }) => database))].map((database) => [CATALOG, database]),
      );
    case 'tables':
      return selectRows(
        [...TABLE, 'table_type'],
        all.map(({ database, table: name, view }) => [
          ...[CATALOG, database, name],
          view === undefined ? 'BASE TABLE' : 'VIEW',
        ]),
      );
    case 'columns':
      return selectRows(
        [...TABLE, 'column_name', 'ordinal_position', 'is_nullable', 'data_type'],
        all.flatMap(({ database, table: tableName, columns, partitionKeys }) =>
          [...columns, ...partitionKeys].map(({ name, type }, index) => [
            ...[CATALOG, database, tableName, name, index + 1, 'YES'],
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

const selectRows = (columns: readonly string[], rows: readonly (readonly (string | number)[])[]): string => {
  const values = rows.map(
    (row) => `(${row.map((value) => (typeof value === 'number' ? value : quote(value))).join(', ')})`,
  );
  // VALUES needs at least one row, which the WHERE leaves out again.
  const nulls = `(${columns.map(() => 'NULL').join(', ')})`;
  return `SELECT * FROM (VALUES ${[nulls, ...values].join(', ')}) AS t (${columns.join(', ')}) WHERE ${columns[0] ?? ''} IS NOT NULL`;
};

/** A column's type in Trino's notation. */
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
