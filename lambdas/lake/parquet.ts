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

/**
 * How much of an object is read for its footer, bytes: enough for the footers that Firehose writes, so that one call
 * suffices. A longer footer takes a second call.
 */
const TAIL_BYTES = 32_768;

/** Reads the footer of an object that may not be Parquet; rejects only if S3 fails. */
export const readFooter = async (objects: Pick<LakeObjects, 'read'>, object: LakeObject): Promise<Footer> => {
  const from = Math.max(0, object.bytes - TAIL_BYTES);
  const tail = object.bytes < SHORTEST_BYTES ? new Uint8Array() : await objects.read(object.key, from, object.bytes);
  if (Buffer.from(tail.subarray(-4)).toString('latin1') !== 'PAR1')
    return { problem: 'The object does not end with the Parquet marker PAR1.' };
  try {
    const { byteLength, slice } = parquetFile(objects, object);
    const file = {
      byteLength,
      slice: (start: number, end?: number): Promise<ArrayBuffer> =>
        start === from ? Promise.resolve(Uint8Array.from(tail).buffer) : slice(start, end),
    };
    return { schema: (await parquetMetadataAsync(file, { initialFetchSize: TAIL_BYTES })).schema };
  } catch (error) {
    if (isServiceFailure(error)) throw error;
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

/** The shortest Parquet file: the marker, the length of the footer, and the marker again. */
const SHORTEST_BYTES = 12;

/** Adapts an object of the lake to the Parquet reader. */
export const parquetFile = (objects: Pick<LakeObjects, 'read'>, { key, bytes }: Pick<LakeObject, 'key' | 'bytes'>) => ({
  byteLength: bytes,
  slice: async (start: number, end = bytes): Promise<ArrayBuffer> =>
    Uint8Array.from(await objects.read(key, start, end)).buffer,
});

/** The metadata of an object that must be Parquet. */
export const readMetadata = (objects: LakeObjects, object: Pick<LakeObject, 'key' | 'bytes'>): Promise<FileMetaData> =>
  parquetMetadataAsync(parquetFile(objects, object));

/** A failure of S3 says nothing about the object, so the step is repeated. */
const isServiceFailure = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && '$metadata' in error;
