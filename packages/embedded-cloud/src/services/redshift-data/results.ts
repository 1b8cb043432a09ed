import type { DuckDBResultReader } from '@duckdb/node-api/lib/DuckDBResultReader';
import type { Limits } from '../../core/limits';
import type { JsonObject } from '../../core/service';
import { StatementError } from '../../duckdb/statement-error';

/** The result of a query. */
export interface Result {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly (readonly unknown[])[];
}

/** Throws when a result is too large for the Data API. */
export const limitResult = ({ rows }: Result, { resultRowBytes, resultBytes }: Limits): void => {
  let total = 0;
  for (const row of rows) {
    const bytes = row.reduce<number>((sum, value) => sum + bytesOf(value), 0);
    if (bytes > resultRowBytes) {
      throw new StatementError(`Packet for query is too large: a row may have at most ${resultRowBytes} bytes.`);
    }
    total += bytes;
    if (total > resultBytes) throw new StatementError(`Database response exceeded size limit of ${resultBytes} bytes.`);
  }
};

/** The bytes of a value as text. */
const bytesOf = (value: unknown): number => {
  if (value === null || value === undefined) return 0;
  return Buffer.byteLength(typeof value === 'string' ? value : JSON.stringify(value));
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
