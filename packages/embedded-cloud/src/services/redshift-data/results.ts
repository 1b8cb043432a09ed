import type { DuckDBResultReader } from '@duckdb/node-api/lib/DuckDBResultReader';
import type { JsonObject } from '../../core/service';
import { StatementError } from '../../duckdb/statement-error';

/** The result of a query. */
export interface Result {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/**
 * The most bytes of a result and of one of its rows. Source:
 * https://docs.aws.amazon.com/redshift/latest/mgmt/data-api-troubleshooting.html
 */
const [MAX_RESULT_BYTES, MAX_ROW_BYTES] = [500 * 1024 * 1024, 64 * 1024];

/** Throws when a result is too large for the Data API. */
export const limitResult = ({ rows }: Result): void => {
  let total = 0;
  for (const row of rows) {
    const bytes = Buffer.byteLength(JSON.stringify(row));
    if (bytes > MAX_ROW_BYTES) throw new StatementError('Packet for query is too large: a row may have at most 64 KB.');
    total += bytes;
    if (total > MAX_RESULT_BYTES) throw new StatementError('Database response exceeded size limit of 500 MB.');
  }
};

/** Redshift's type names, by DuckDB's. */
const TYPES: Readonly<Record<string, string>> = {
  BIGINT: 'int8',
  INTEGER: 'int4',
  HUGEINT: 'numeric',
  DOUBLE: 'float8',
  BOOLEAN: 'bool',
  VARCHAR: 'varchar',
};

/** Reads all rows of a result. */
export const toResult = (reader: DuckDBResultReader): Result => {
  const names = reader.columnNames();
  const types = reader.columnTypes();
  return {
    columns: names.map((name, index) => ({ name, type: String(types[index]) })),
    rows: reader.getRowsJson(),
  };
};

/** The ColumnMetadata member of GetStatementResult. */
export const toColumnMetadata = ({ columns }: Result): readonly JsonObject[] =>
  columns.map(({ name, type }) => ({
    name,
    label: name,
    typeName: TYPES[type] ?? (type.endsWith('[]') ? 'super' : 'varchar'),
    nullable: 1,
  }));

/** The Records member of GetStatementResult: each value is an object whose one field names the value's type. */
export const toRecords = ({ columns }: Result, rows: Result['rows']): readonly (readonly JsonObject[])[] =>
  rows.map((row) => row.map((value, index) => toField(value, columns[index]?.type ?? '')));

const toField = (value: unknown, type: string): JsonObject => {
  if (value === null || value === undefined) return { isNull: true };
  if (type === 'BIGINT' || type === 'INTEGER') return { longValue: Number(value) };
  if (type === 'DOUBLE') return { doubleValue: Number(value) };
  if (type === 'BOOLEAN') return { booleanValue: value === true };
  return { stringValue: typeof value === 'string' ? value : JSON.stringify(value) };
};
