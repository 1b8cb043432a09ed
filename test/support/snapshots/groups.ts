import { isScalar, type Json } from './json';
import { scalarsOf, skeletonOf, type Table, tabulate } from './table';

/** Entries of an object. */
export type Group = readonly (readonly [string, Json])[];

/** A table replaces values only if its length is less than this share of theirs. */
const WORTHWHILE = 0.6;

/** A group is split only if the length of its parts is less than this share of its own. */
const SPLIT_WORTHWHILE = 0.9;

/** Fewer values are easier to read individually, and so are values whose rows would be longer than a line. */
const MIN_ROWS = 3;
const MAX_ROW_LENGTH = 120;

/** The groups of entries that are easier to read as tables. */
export const groupsOf = (entries: Group): readonly Group[] =>
  partition(
    entries.filter(([, value]) => !isScalar(value)),
    ([, value]) => skeletonOf(value),
  )
    .filter((group) => group.length >= MIN_ROWS)
    .flatMap(splitGroup)
    .filter((group) => isWorthwhile(tabulateGroup(group), group));

export const tabulateGroup = (group: Group): Table =>
  tabulate(
    group.map(([, value]) => value),
    group.map(([key]) => key),
  );

/** Whether a table is easier to read than the values that it replaces. */
export const isWorthwhile = (table: Table, values: readonly unknown[]): boolean =>
  table.rows.length >= MIN_ROWS &&
  table.rows.every((row) => lengthOf(row) <= MAX_ROW_LENGTH) &&
  lengthOf(table) < WORTHWHILE * lengthOf(values);

/** Splits a group by the scalar that distinguishes its kinds, such as the metric of an alarm, if that shortens it. */
const splitGroup = (group: Group): readonly Group[] => {
  const [best] = splitsOf(group)
    .map((parts) => ({ parts, length: parts.reduce((total, part) => total + shortestLength(part), 0) }))
    .sort((a, b) => a.length - b.length);
  const isShorter = best && best.length < SPLIT_WORTHWHILE * shortestLength(group);
  return isShorter ? best.parts.flatMap(splitGroup) : [group];
};

/** The different ways in which the values of one scalar split a group. */
const splitsOf = (group: Group): readonly (readonly Group[])[] => {
  const rows = group.map((entry) => ({ entry, scalars: scalarsOf(entry[1]) }));
  const splits = [...(rows[0]?.scalars.keys() ?? [])]
    .map((path) => partition(rows, ({ scalars }) => scalars.get(path)))
    .filter((parts) => parts.length > 1 && parts.length * MIN_ROWS <= group.length)
    .map((parts) => parts.map((part) => part.map(({ entry }) => entry)));
  const keysOf = (parts: readonly Group[]): string => JSON.stringify(parts.map((part) => part.map(([key]) => key)));
  return [...new Map(splits.map((parts) => [keysOf(parts), parts])).values()];
};

const shortestLength = (group: Group): number => Math.min(lengthOf(tabulateGroup(group)), lengthOf(group));

const lengthOf = (value: unknown): number => JSON.stringify(value).length;

const partition = <T>(items: readonly T[], kindOf: (item: T) => unknown): readonly (readonly T[])[] => {
  const parts = new Map<unknown, T[]>();
  for (const item of items) {
    const kind = kindOf(item);
    const part = parts.get(kind);
    if (part) part.push(item);
    else parts.set(kind, [item]);
  }
  return [...parts.values()];
};
