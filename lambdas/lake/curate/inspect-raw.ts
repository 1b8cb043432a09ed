import { mapConcurrently } from 'aws-clients';
import type { SchemaElement } from 'hyparquet';
import type { ColumnType } from '../../../domain/families';
import { RAW_VIEWING_EVENTS } from '../../../domain/lake/tables';
import type { LakeObject, LakeObjects } from '../lake-objects';
import { PHYSICAL_TYPES, readFooter } from '../parquet';

/** An object that was moved out of raw because the table cannot read it. */
export interface MovedObject {
  readonly key: string;
  readonly reason: string;
}

/** Moved objects are under this prefix, then the kind of the problem, then their former key. */
const ASIDE_PREFIX = 'raw-aside';

const CONCURRENT_OBJECTS = 16;

/**
 * Reads the footer of each object that arrived on a date, and moves objects that are not Parquet or have a column of another
 * type out of raw: one such object would fail every query over its date. Returns the moved objects.
 */
export const inspectRaw = async (objects: LakeObjects, arrival: string): Promise<readonly MovedObject[]> => {
  const inspect = async (object: LakeObject): Promise<readonly MovedObject[]> => {
    const problem = await problemOf(objects, object);
    if (!problem) return [];
    await objects.move(object.key, `${ASIDE_PREFIX}/${problem.kind}/${object.key}`);
    return [{ key: object.key, reason: problem.reason }];
  };
  const found = await objects.list(`${RAW_VIEWING_EVENTS.prefix}/dt=${arrival}/`);
  return (await mapConcurrently(found, CONCURRENT_OBJECTS, inspect)).flat();
};

interface Problem {
  readonly kind: 'not-parquet' | 'other-columns';
  readonly reason: string;
}

const problemOf = async (objects: LakeObjects, object: LakeObject): Promise<Problem | undefined> => {
  const footer = await readFooter(objects, object);
  return 'problem' in footer ? { kind: 'not-parquet', reason: footer.problem } : columnProblem(footer.schema);
};

const columnProblem = (schema: readonly SchemaElement[]): Problem | undefined => {
  for (const [column, type] of Object.entries<ColumnType>(RAW_VIEWING_EVENTS.columns)) {
    const element = schema.find(({ name }) => name === column);
    if (!element || element.type === PHYSICAL_TYPES[type]) continue; // a missing column reads as null
    return { kind: 'other-columns', reason: `Column ${column} is ${element.type ?? 'a group'}, not ${type}.` };
  }
  return undefined;
};
