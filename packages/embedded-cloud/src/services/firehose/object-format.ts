import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { parseColumnType } from '../../duckdb/column-type';
import { type Compression, convertToParquet } from '../../duckdb/convert-to-parquet';
import type { TableCatalog } from '../../core/ports';
import type { Destination } from './destination';

/** What the records of a batch come to. */
interface Formatted {
  /** Of the object; undefined where nothing is left to store. */
  readonly content: Buffer | undefined;
  /** What could not be made part of it, as the JSON lines that Firehose writes under the error prefix. */
  readonly failures: readonly string[];
}

/** Makes an object's content of a batch's records. */
export type Format = (records: readonly Buffer[]) => Promise<Formatted>;

const compress = promisify(gzip);
const NEWLINE = Buffer.from('\n');

/** Records one after the other, as they came. */
export const plainFormat =
  ({ delimiter, isCompressed }: Destination): Format =>
  async (records) => {
    const end = Buffer.from(delimiter);
    const content = Buffer.concat(records.flatMap((record) => [record, end]));
    return { content: isCompressed ? await compress(content) : content, failures: [] };
  };

/** Where Parquet's columns come from, and where the converter may keep files while it works. */
export interface ParquetFormatProps {
  readonly catalog: TableCatalog;
  readonly database: string;
  readonly table: string;
  readonly compression: Compression;
  readonly folder: string;
  readonly now: () => number;
}

/** Rows of a table of the catalog: each record holds one JSON object a line. */
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
