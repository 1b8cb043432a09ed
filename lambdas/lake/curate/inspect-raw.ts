import type { SchemaElement } from 'hyparquet';
import { type ColumnType, RAW_VIEWING_EVENTS } from '../../../domain/lake/tables';
import type { LakeObject, LakeObjects } from '../lake-objects';
import { PHYSICAL_TYPES, readFooter } from '../parquet-footer';

/** An object of raw that can't be read as the table: moved aside, so that the others can. */
export interface Aside {
  readonly key: string;
  readonly reason: string;
}

/** Where they go: below it the reason's kind, then the key that they had. */
const ASIDE_PREFIX = 'raw-aside';

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

const problemOf = async (objects: LakeObjects, object: LakeObject): Promise<Problem | undefined> => {
  const footer = await readFooter(objects, object);
  return 'problem' in footer ? { kind: 'not-parquet', reason: footer.problem } : columnProblem(footer.schema);
};

const columnProblem = (schema: readonly SchemaElement[]): Problem | undefined => {
  for (const [column, type] of Object.entries<ColumnType>(RAW_VIEWING_EVENTS.columns)) {
    const element = schema.find(({ name }) => name === column);
    if (!element || element.type === PHYSICAL_TYPES[type]) continue; // a column that is not there reads as null
    return { kind: 'other-columns', reason: `${column} is ${element.type ?? 'a group'}, not ${type}.` };
  }
  return undefined;
};
