import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { parseColumnType } from '../../duckdb/column-type';
import { type Compression, convertToParquet } from '../../duckdb/convert-to-parquet';
import type { Access, RoleSession } from '../../core/iam';
import { type Account, onTable } from '../../core/role-accesses';
import type { TableCatalog } from '../../core/ports';
import type { Destination } from './destination';

/** The result of formatting a batch. */
interface Formatted {
  /** The content of the object; undefined when no record could be converted. */
  readonly content: Buffer | undefined;
  /** The records that could not be converted, as the JSON lines that Firehose writes under the error prefix. */
  readonly failures: readonly string[];
}

/** Formats the records of a batch as the content of an object. */
export type Format = (records: readonly Buffer[]) => Promise<Formatted>;

const compress = promisify(gzip);
const NEWLINE = Buffer.from('\n');

/** Concatenates the records unchanged, each followed by the delimiter. */
export const plainFormat =
  ({ delimiter, isCompressed }: Destination): Format =>
  async (records) => {
    const suffix = Buffer.from(delimiter);
    const content = Buffer.concat(records.flatMap((record) => [record, suffix]));
    return { content: isCompressed ? await compress(content) : content, failures: [] };
  };

/** The catalog table that defines the Parquet columns, and a folder for temporary files. */
export interface ParquetFormatProps {
  readonly catalog: TableCatalog;
  /** The session of the role that reads the table; undefined when no policy restricts it. */
  readonly session: RoleSession | undefined;
  readonly account: Account;
  readonly database: string;
  readonly table: string;
  readonly compression: Compression;
  readonly folder: string;
  readonly now: () => number;
}

/** Converts records, which contain one JSON object per line, to rows of a catalog table. */
export const parquetFormat =
  ({ catalog, database, table, compression, folder, now, session, account }: ParquetFormatProps): Format =>
  async (records) => {
    session?.check(...readSchema(account, database, table));
    const columns = new Map(
      catalog.table(database, table).columns.map(({ name, type }) => [name, parseColumnType(type)]),
    );
    const ndjson = Buffer.concat(records.flatMap((record) => [record, NEWLINE]));
    const { parquet, unconverted } = await convertToParquet(ndjson, columns, compression, folder);
    const attemptEndingTimestamp = now();
    const failures = unconverted.map(({ line, reason }) =>
      JSON.stringify({
        attemptsMade: 1,
        lastErrorCode: 'DataFormatConversion.InvalidRecord',
        lastErrorMessage: reason,
        attemptEndingTimestamp,
        rawData: Buffer.from(line, 'utf8').toString('base64'),
        dataCatalogTable: { databaseName: database, tableName: table },
      }),
    );
    return { content: parquet, failures };
  };

/**
 * What the conversion needs to read the columns of a table. Source:
 * https://docs.aws.amazon.com/firehose/latest/dev/controlling-access.html
 */
const readSchema = (account: Account, database: string, table: string): readonly Access[] =>
  ['GetTable', 'GetTableVersion', 'GetTableVersions'].flatMap((action) => onTable(account, action, database, table));
