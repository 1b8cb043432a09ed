import { mapConcurrently } from 'aws-clients';
import { type LakeObject, type LakeObjects, readMetadata } from '../../lake';

const CONCURRENT_OBJECTS = 16;

/** The number of rows in each object, read from its footer; throws if an object is not Parquet. */
export const rowCounts = (objects: LakeObjects, some: readonly LakeObject[]): Promise<readonly number[]> =>
  mapConcurrently(some, CONCURRENT_OBJECTS, async (object) => Number((await readMetadata(objects, object)).num_rows));

/** The number of rows in all objects together. */
export const countRows = async (objects: LakeObjects, some: readonly LakeObject[]): Promise<number> =>
  (await rowCounts(objects, some)).reduce((sum, rows) => sum + rows, 0);
