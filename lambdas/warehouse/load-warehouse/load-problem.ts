import type { SchemaElement } from 'hyparquet';
import type { ColumnType } from '../../../domain/families';
import { RAW_VIEWING_EVENTS } from '../../../domain/lake';
import { PHYSICAL_TYPES } from '../../lake';

/**
 * Why COPY would fail on a file or put its values into the wrong columns; undefined if it can load the file. COPY matches
 * columns by position, not by name. A file may lack the last columns, which were added to the table after it was written.
 */
export const loadProblem = (schema: readonly SchemaElement[]): string | undefined => {
  const columns = topLevel(schema);
  const expected = Object.entries<ColumnType>(RAW_VIEWING_EVENTS.columns);
  if (columns.length > expected.length) return `The file has ${columns.length} columns, not ${expected.length}.`;
  for (const [index, { name, type }] of columns.entries()) {
    const [known = '', knownType = 'string'] = expected[index] ?? [];
    if (name !== known) return `Column ${index + 1} is ${name}, not ${known}.`;
    if (type !== PHYSICAL_TYPES[knownType]) return `Column ${name} is ${type ?? 'a group'}, not ${knownType}.`;
  }
  return columns.length === 0 ? 'The file has no columns.' : undefined;
};

/** The top-level columns, without the columns inside groups. The first element is the root of the file. */
const topLevel = ([, ...elements]: readonly SchemaElement[]): readonly SchemaElement[] => {
  let within = 0;
  return elements.filter(({ num_children = 0 }) => {
    const isOutermost = within === 0;
    within += num_children - (isOutermost ? 0 : 1);
    return isOutermost;
  });
};
