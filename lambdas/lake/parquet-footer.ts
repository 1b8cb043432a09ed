import { parquetMetadataAsync, type SchemaElement } from 'hyparquet';
import type { ColumnType } from '../../domain/lake/tables';
import type { LakeObject, LakeObjects } from './lake-objects';

/** How Parquet stores a column of each type; a list is a group and has none. */
export const PHYSICAL_TYPES: Readonly<Record<ColumnType, string | undefined>> = {
  string: 'BYTE_ARRAY',
  bigint: 'INT64',
  int: 'INT32',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  'array<struct<id:string,variant:string>>': undefined,
};

/** What the footer of an object tells: its columns, those in groups behind their group; or why it is no Parquet. */
export type Footer = { readonly schema: readonly SchemaElement[] } | { readonly problem: string };

/** Reads the footer of an object; rejects only where S3 does. */
export const readFooter = async (objects: LakeObjects, { key, bytes }: LakeObject): Promise<Footer> => {
  const read = async (start: number, end = bytes): Promise<ArrayBuffer> => {
    const content = await objects.read(key, start, end);
    return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
  };
  if (!(await endsAsParquet(read, bytes))) return { problem: 'It does not end as Parquet does.' };
  try {
    const { schema } = await parquetMetadataAsync({ byteLength: bytes, slice: read });
    return { schema };
  } catch (error) {
    if (isServiceFailure(error)) throw error;
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

/** Whether the last four bytes are Parquet's mark. */
const endsAsParquet = async (read: (start: number) => Promise<ArrayBuffer>, bytes: number): Promise<boolean> =>
  bytes >= 12 && Buffer.from(await read(bytes - 4)).toString('latin1') === 'PAR1';

/** What S3 refuses says nothing of the object: the step is done again. */
const isServiceFailure = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && '$metadata' in error;
