import type { Compression } from '../../duckdb/convert-to-parquet';
import type { Fields } from '../../core/fields';
import { invalid, notRun } from './refusals';

/** Parquet in the place of the records as they came. */
export interface Conversion {
  readonly database: string;
  readonly table: string;
  readonly compression: Compression;
}

const COMPRESSIONS: Readonly<Record<string, Compression>> = {
  SNAPPY: 'snappy',
  GZIP: 'gzip',
  UNCOMPRESSED: 'uncompressed',
};

/** What a template declares; undefined where records are stored as they come. */
export const toConversion = (declared: Fields | undefined): Conversion | undefined => {
  if (!declared?.boolean('Enabled', true)) return undefined;
  const schema = declared.object('SchemaConfiguration');
  const serializer = declared.object('OutputFormatConfiguration')?.object('Serializer');
  const deserializer = declared.object('InputFormatConfiguration')?.object('Deserializer');
  if (!schema) throw invalid('DataFormatConversionConfiguration has no SchemaConfiguration.');
  if (!deserializer?.has('OpenXJsonSerDe')) throw notRun('a deserializer other than OpenXJsonSerDe');
  const parquet = serializer?.object('ParquetSerDe');
  if (!parquet) throw notRun('a serializer other than ParquetSerDe');
  const compression = COMPRESSIONS[parquet.optionalString('Compression') ?? 'SNAPPY'];
  if (!compression) throw invalid('Compression of ParquetSerDe is SNAPPY, GZIP or UNCOMPRESSED.');
  return { database: schema.string('DatabaseName'), table: schema.string('TableName'), compression };
};
