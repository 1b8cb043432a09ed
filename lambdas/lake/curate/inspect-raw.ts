import { mapConcurrently } from 'aws-clients';
import type { SchemaElement } from 'hyparquet';
import type { ColumnType } from '../../../domain/families';
import type { LakeDate } from '../../../domain/lake/dates';
import { RAW_ASIDE_PREFIX, RAW_VIEWING_EVENTS } from '../../../domain/lake/tables';
import type { LakeObject, LakeObjects } from '../lake-objects';
import { PHYSICAL_TYPES, readFooter } from '../parquet';

/** An object that was moved out of raw because the table cannot read it. */
export interface MovedObject {
  readonly key: string;
  readonly reason: string;
}

const CONCURRENT_OBJECTS = 32;

/** S3 may store an object a little later than the time that it reports; such objects are inspected twice, ms. */
const MARGIN_MS = 15 * 60_000;

/** Where an inspection of a date of arrival continues. */
interface From {
  /** The last key of the page before; undefined for the first page. */
  readonly after: string | undefined;
  /** When an earlier inspection of the date began, epoch ms: it has seen the objects that were put before. */
  readonly since: number | undefined;
}

/** The result of one page. */
interface InspectedPage {
  readonly moved: readonly MovedObject[];
  /** The key after which the next page begins; undefined on the last page. */
  readonly next: string | undefined;
}

/**
 * Reads the footers of new objects that arrived on a date, up to a thousand of them, and moves objects that are not Parquet
 * or have a column of another type out of raw: one such object would fail every query over its date.
 */
export const inspectPage = async (
  objects: Pick<LakeObjects, 'page' | 'read' | 'move'>,
  arrival: LakeDate,
  { after, since = 0 }: From,
): Promise<InspectedPage> => {
  const inspect = async (object: LakeObject): Promise<readonly MovedObject[]> => {
    const problem = await problemOf(objects, object);
    if (!problem) return [];
    await objects.move(object.key, `${RAW_ASIDE_PREFIX}/${problem.kind}/${object.key}`);
    return [{ key: object.key, reason: problem.reason }];
  };
  const page = await objects.page(`${RAW_VIEWING_EVENTS.prefix}/dt=${arrival}/`, after);
  const added = page.objects.filter(({ modifiedAt }) => modifiedAt >= since - MARGIN_MS);
  return { moved: (await mapConcurrently(added, CONCURRENT_OBJECTS, inspect)).flat(), next: page.next };
};

interface Problem {
  readonly kind: 'not-parquet' | 'other-columns';
  readonly reason: string;
}

const problemOf = async (objects: Pick<LakeObjects, 'read'>, object: LakeObject): Promise<Problem | undefined> => {
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
