import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { parseColumnType } from '../../duckdb/column-type';
import { type Compression, convertToParquet } from '../../duckdb/convert-to-parquet';
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
  readonly database: string;
  readonly table: string;
  readonly compression: Compression;
  readonly folder: string;
  readonly now: () => number;
}

/** Converts records, which contain one JSON object per line, to rows of a catalog table. */
export const parquetFormat =
  ({ catalog, database, table, compression, folder, now }: ParquetFormatProps): Format =>
  async (records) => {
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
