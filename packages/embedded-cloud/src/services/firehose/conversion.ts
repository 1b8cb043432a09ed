import type { Compression } from '../../duckdb/convert-to-parquet';
import type { Fields } from '../../core/fields';
import { invalid, unsupported } from './errors';

/** The conversion of records to Parquet. */
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

/** The conversion that a template declares; undefined when records are stored unchanged. */
export const toConversion = (declared: Fields | undefined): Conversion | undefined => {
  if (!declared?.boolean('Enabled', true)) return undefined;
  const schema = declared.object('SchemaConfiguration');
  const serializer = declared.object('OutputFormatConfiguration')?.object('Serializer');
  const deserializer = declared.object('InputFormatConfiguration')?.object('Deserializer');
  if (!schema) throw invalid('DataFormatConversionConfiguration has no SchemaConfiguration.');
  if (!deserializer?.has('OpenXJsonSerDe')) throw unsupported('a deserializer other than OpenXJsonSerDe');
  const parquet = serializer?.object('ParquetSerDe');
  if (!parquet) throw unsupported('a serializer other than ParquetSerDe');
  const compression = COMPRESSIONS[parquet.optionalString('Compression') ?? 'SNAPPY'];
  if (!compression) throw invalid('Compression of ParquetSerDe must be SNAPPY, GZIP or UNCOMPRESSED.');
  return { database: schema.string('DatabaseName'), table: schema.string('TableName'), compression };
};
