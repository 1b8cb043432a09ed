import type { SchemaElement } from 'hyparquet';
import { type ColumnType, RAW_VIEWING_EVENTS } from '../../../domain/lake';
import { PHYSICAL_TYPES } from '../../lake/parquet-footer';

/**
 * Why COPY could not take a file, or would put its values in the wrong columns: it goes by place, not by name. A file may
 * lack columns at its end, which were added to the table after it was written. Undefined where it fits.
 */
export const loadProblem = (schema: readonly SchemaElement[]): string | undefined => {
  const columns = topLevel(schema);
  const expected = Object.entries<ColumnType>(RAW_VIEWING_EVENTS.columns);
  if (columns.length > expected.length) return `It has ${columns.length} columns, not ${expected.length}.`;
  for (const [place, { name, type }] of columns.entries()) {
    const [known = '', knownType = 'string'] = expected[place] ?? [];
    if (name !== known) return `Column ${place + 1} is ${name}, not ${known}.`;
    if (type !== PHYSICAL_TYPES[knownType]) return `${name} is ${type ?? 'a group'}, not ${knownType}.`;
  }
  return columns.length === 0 ? 'It has no columns.' : undefined;
};

/** The columns themselves, without what lies in groups. The first element is the file's root. */
const topLevel = ([, ...elements]: readonly SchemaElement[]): readonly SchemaElement[] => {
  let within = 0;
  return elements.filter(({ num_children = 0 }) => {
    const isOutermost = within === 0;
    within += num_children - (isOutermost ? 0 : 1);
    return isOutermost;
  });
};
