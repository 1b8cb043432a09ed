export { readCuratedThrough } from './curation-progress';
export { CURATION_RECORDS_PREFIX, curationRecordKey, decodeCurationRecord, runIdOfRecord } from './curation-record';
export { LakeCatalog } from './lake-catalog';
export { type LakeObject, LakeObjects } from './lake-objects';
export { parquetFile, PHYSICAL_TYPES, readFooter, readMetadata } from './parquet';
