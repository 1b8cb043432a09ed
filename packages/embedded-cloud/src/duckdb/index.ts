export { type ColumnType, parseColumnType, toDuckDbType } from './column-type';
export { convertToParquet, convertToParquetWith } from './convert-to-parquet';
export { identifier, withDuckDb } from './database';
