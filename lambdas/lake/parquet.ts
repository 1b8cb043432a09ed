import { type FileMetaData, parquetMetadataAsync, type SchemaElement } from 'hyparquet';
import type { ColumnType } from '../../domain/families';
import type { LakeObject, LakeObjects } from './lake-objects';

/** The physical type in Parquet of a column of each type; a list is a group and has none. */
export const PHYSICAL_TYPES: Readonly<Record<ColumnType, string | undefined>> = {
  string: 'BYTE_ARRAY',
  bigint: 'INT64',
  int: 'INT32',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  'array<struct<id:string,variant:string>>': undefined,
};

/** The columns in the footer of an object, those of a group after the group; or why the object is not Parquet. */
export type Footer = { readonly schema: readonly SchemaElement[] } | { readonly problem: string };

/** Reads the footer of an object that may not be Parquet; rejects only if S3 fails. */
export const readFooter = async (objects: LakeObjects, object: LakeObject): Promise<Footer> => {
  if (!(await endsAsParquet(objects, object)))
    return { problem: 'The object does not end with the Parquet marker PAR1.' };
  try {
    return { schema: (await readMetadata(objects, object)).schema };
  } catch (error) {
    if (isServiceFailure(error)) throw error;
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

/** Adapts an object of the lake to the Parquet reader. */
export const parquetFile = (objects: LakeObjects, { key, bytes }: Pick<LakeObject, 'key' | 'bytes'>) => ({
  byteLength: bytes,
  slice: async (start: number, end = bytes): Promise<ArrayBuffer> =>
    Uint8Array.from(await objects.read(key, start, end)).buffer,
});

/** The metadata of an object that must be Parquet. */
export const readMetadata = (objects: LakeObjects, object: Pick<LakeObject, 'key' | 'bytes'>): Promise<FileMetaData> =>
  parquetMetadataAsync(parquetFile(objects, object));

/** Whether the object ends with the four-byte marker of Parquet. */
const endsAsParquet = async (objects: LakeObjects, { key, bytes }: LakeObject): Promise<boolean> =>
  bytes >= 12 && Buffer.from(await objects.read(key, bytes - 4, bytes)).toString('latin1') === 'PAR1';

/** A failure of S3 says nothing about the object, so the step is repeated. */
const isServiceFailure = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && '$metadata' in error;
