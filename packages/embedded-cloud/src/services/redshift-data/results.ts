import type { DuckDBResultReader } from '@duckdb/node-api/lib/DuckDBResultReader';
import type { JsonObject } from '../../core/service';

/** What a query gave. */
export interface Result {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Redshift's names of the types that a result may have. */
const TYPES: Readonly<Record<string, string>> = {
  BIGINT: 'int8',
  INTEGER: 'int4',
  HUGEINT: 'numeric',
  DOUBLE: 'float8',
  BOOLEAN: 'bool',
  VARCHAR: 'varchar',
};

/** Every row of it. */
export const toResult = (reader: DuckDBResultReader): Result => {
  const names = reader.columnNames();
  const types = reader.columnTypes();
  return {
    columns: names.map((name, index) => ({ name, type: String(types[index]) })),
    rows: reader.getRowsJson(),
  };
};

/** ColumnMetadata. */
export const toColumnMetadata = ({ columns }: Result): readonly JsonObject[] =>
  columns.map(({ name, type }) => ({
    name,
    label: name,
    typeName: TYPES[type] ?? (type.endsWith('[]') ? 'super' : 'varchar'),
    nullable: 1,
  }));

/** Records of a page: a value under the name of its kind. */
export const toRecords = ({ columns }: Result, rows: Result['rows']): readonly (readonly JsonObject[])[] =>
  rows.map((row) => row.map((value, index) => toField(value, columns[index]?.type ?? '')));

const toField = (value: unknown, type: string): JsonObject => {
  if (value === null || value === undefined) return { isNull: true };
  if (type === 'BIGINT' || type === 'INTEGER') return { longValue: Number(value) };
  if (type === 'DOUBLE') return { doubleValue: Number(value) };
  if (type === 'BOOLEAN') return { booleanValue: value === true };
  return { stringValue: typeof value === 'string' ? value : JSON.stringify(value) };
};
