import { parquetMetadataAsync } from 'hyparquet';
import type { LakeObject, LakeObjects } from '../../lake/lake-objects';

const OBJECTS_AT_A_TIME = 16;

/** How many rows each of some objects holds, as its footer tells; throws for one that is no Parquet. */
export const rowCounts = async (objects: LakeObjects, some: readonly LakeObject[]): Promise<readonly number[]> => {
  const rows: number[] = [];
  for (let at = 0; at < some.length; at += OBJECTS_AT_A_TIME) {
    const each = await Promise.all(
      some.slice(at, at + OBJECTS_AT_A_TIME).map(({ key, bytes }) => rowsOf(objects, key, bytes)),
    );
    rows.push(...each);
  }
  return rows;
};

/** How many they hold together. */
export const countRows = async (objects: LakeObjects, some: readonly LakeObject[]): Promise<number> =>
  (await rowCounts(objects, some)).reduce((sum, rows) => sum + rows, 0);

const rowsOf = async (objects: LakeObjects, key: string, bytes: number): Promise<number> => {
  const slice = async (start: number, end = bytes): Promise<ArrayBuffer> => {
    const content = await objects.read(key, start, end);
    return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
  };
  const { num_rows } = await parquetMetadataAsync({ byteLength: bytes, slice });
  return Number(num_rows);
};
