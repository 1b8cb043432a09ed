import { StatementError } from '../../duckdb/statement-error';
import type { JsonObject } from '../../core/service';
import type { Session } from './engine';
import { toHiveType } from './hive-type';
import type { Column } from './results';
import type { RunProps } from './run-with-limits';
import type { Statement } from './sql-text';
import { checkFormat, emptyTarget, writeParquet } from './write-parquet';

/** A table that CREATE TABLE AS will create. */
interface NewTable {
  readonly database: string;
  readonly name: string;
  readonly compression: string;
  readonly target: ReturnType<typeof emptyTarget>;
}

/** Checks the options and the target of a CREATE TABLE AS; undefined when the table exists already and may. */
export const prepareTable = (
  { table: name, options, mayExist, ...statement }: Statement & { readonly kind: 'create-table-as' },
  props: RunProps,
): NewTable | undefined => {
  const database = statement.database ?? props.database;
  if (!props.catalog.databases().some((one) => one.name === database)) {
    throw new StatementError(`SCHEMA_NOT_FOUND: Schema ${database} not found`);
  }
  if (props.catalog.tables().some((one) => one.database === database && one.table === name)) {
    if (mayExist) return undefined;
    const full = `awsdatacatalog.${database}.${name}`;
    throw new StatementError(`TABLE_ALREADY_EXISTS: Destination table '${full}' already exists`);
  }
  const compression = options.get('write_compression') ?? options.get('parquet_compression') ?? 'GZIP';
  checkFormat('creates tables in', options.get('format') ?? 'PARQUET', compression);
  const location = options.get('external_location') ?? `${props.outputLocation}/`;
  return { database, name, compression, target: emptyTarget(`table '${database}.${name}'`, location, props.objects) };
};

/** Writes the rows of the session's SELECT, and adds the table to the catalog. */
export const createTableAs = async (
  session: Session,
  props: RunProps,
  { database, name, compression, target }: NewTable,
  { columns, output }: { readonly columns: readonly Column[]; readonly output: string },
): ReturnType<typeof writeParquet> => {
  const input = toTableInput(name, `s3://${target.bucket}/${target.prefix}`, columns);
  const written = await writeParquet(session, props, target, { columns, compression, output });
  props.catalog.createTable(database, input);
  return written;
};

/** The definition that Athena gives to such a table. */
const toTableInput = (Name: string, Location: string, columns: readonly Column[]): JsonObject => {
  columns.forEach(({ name }, index) => {
    if (/^_col\d+$/.test(name)) {
      throw new StatementError(`MISSING_COLUMN_NAME: Column name not specified at position ${index + 1}`);
    }
    if (columns.findIndex((one) => one.name.toLowerCase() === name.toLowerCase()) < index) {
      throw new StatementError(`SYNTAX_ERROR: Column name '${name}' specified more than once`);
    }
  });
  return {
    Name,
    TableType: 'EXTERNAL_TABLE',
    Parameters: { EXTERNAL: 'TRUE' },
    PartitionKeys: [],
    StorageDescriptor: {
      Columns: columns.map(({ name, type }) => ({ Name: name.toLowerCase(), Type: toHiveType(type) })),
      Location,
      InputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetInputFormat',
      OutputFormat: 'org.apache.hadoop.hive.ql.io.parquet.MapredParquetOutputFormat',
      SerdeInfo: {
        SerializationLibrary: 'org.apache.hadoop.hive.ql.io.parquet.serde.ParquetHiveSerDe',
        Parameters: { 'serialization.format': '1' },
      },
    },
  };
};
