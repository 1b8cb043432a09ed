import { parquetMetadataAsync, type SchemaElement } from 'hyparquet';
import { type ColumnType, RAW_VIEWING_EVENTS } from '../../domain/lake/tables';
import type { LakeObject, LakeObjects } from '../shared/lake-objects';

/** An object of raw that can't be read as the table: moved aside, so that the others can. */
export interface Aside {
  readonly key: string;
  readonly reason: string;
}

/** Where they go: below it the reason's kind, then the key that they had. */
const ASIDE_PREFIX = 'raw-aside';

/** How Parquet stores a column of each type; a list is a group and has none. */
const PHYSICAL: Readonly<Record<ColumnType, string | undefined>> = {
  string: 'BYTE_ARRAY',
  bigint: 'INT64',
  int: 'INT32',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  'array<struct<id:string,variant:string>>': undefined,
};

const OBJECTS_AT_A_TIME = 16;

/**
 * Looks at the footer of each object that arrived on a date, and moves aside what is no Parquet or holds a column of
 * another type: one such object would fail every query over its date. Returns what was moved.
 */
export const inspectRaw = async (objects: LakeObjects, arrival: string): Promise<readonly Aside[]> => {
  const found = await objects.list(`${RAW_VIEWING_EVENTS.prefix}/dt=${arrival}/`);
  const aside: Aside[] = [];
  for (let at = 0; at < found.length; at += OBJECTS_AT_A_TIME) {
    const looked = await Promise.all(
      found.slice(at, at + OBJECTS_AT_A_TIME).map(async (object) => {
        const problem = await problemOf(objects, object);
        if (!problem) return [];
        await objects.move(object.key, `${ASIDE_PREFIX}/${problem.kind}/${object.key}`);
        return [{ key: object.key, reason: problem.reason }];
      }),
    );
    aside.push(...looked.flat());
  }
  return aside;
};

interface Problem {
  readonly kind: 'not-parquet' | 'other-columns';
  readonly reason: string;
}

const problemOf = async (objects: LakeObjects, { key, bytes }: LakeObject): Promise<Problem | undefined> => {
  const read = async (start: number, end = bytes): Promise<ArrayBuffer> => {
    const content = await objects.read(key, start, end);
    return content.buffer.slice(content.byteOffset, content.byteOffset + content.byteLength) as ArrayBuffer;
  };
  const footer = await tail(read, bytes);
  if (!footer) return { kind: 'not-parquet', reason: 'It does not end as Parquet does.' };
  try {
    const { schema } = await parquetMetadataAsync({ byteLength: bytes, slice: read });
    return columnProblem(schema);
  } catch (error) {
    if (isServiceFailure(error)) throw error;
    return { kind: 'not-parquet', reason: error instanceof Error ? error.message : String(error) };
  }
};

/** Whether the last four bytes are Parquet's mark. */
const tail = async (read: (start: number) => Promise<ArrayBuffer>, bytes: number): Promise<boolean> =>
  bytes >= 12 && Buffer.from(await read(bytes - 4)).toString('latin1') === 'PAR1';

/** What S3 refuses says nothing of the object: the step is done again. */
const isServiceFailure = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && '$metadata' in error;

const columnProblem = (schema: readonly SchemaElement[]): Problem | undefined => {
  for (const [column, type] of Object.entries<ColumnType>(RAW_VIEWING_EVENTS.columns)) {
    const element = schema.find(({ name }) => name === column);
    if (!element || element.type === PHYSICAL[type]) continue; // a column that is not there reads as null
    return { kind: 'other-columns', reason: `${column} is ${element.type ?? 'a group'}, not ${type}.` };
  }
  return undefined;
};
