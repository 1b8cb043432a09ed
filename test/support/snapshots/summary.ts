import { type Group, groupsOf, isWorthwhile, tabulateGroup } from './groups';
import { isObject, isScalar, type Json, type JsonObject, mapEntries } from './json';
import { fill, skeletonOf, tabulate } from './table';

/** The number of array items that may form one row, such as an expression and its two metrics. */
const MAX_PERIOD = 4;

/**
 * Writes values that repeat as tables: alike entries of an object move to its `$tables`; an array of alike items
 * becomes `{ $table: … }`. The order of keys matters inside `$json`, so objects have no `$tables` there, but a `$head`.
 */
export const summarize = (value: Json, isOrdered = false): Json => {
  if (Array.isArray(value)) return arrayTable(value) ?? value.map((item) => summarize(item, isOrdered));
  if (!isObject(value)) return value;
  const summarizeEntry = (key: string, item: Json): [string, Json] => [
    key,
    summarize(item, isOrdered || key === '$json'),
  ];
  if (isOrdered) return withHead(mapEntries(value, summarizeEntry));
  const groups = groupsOf(Object.entries(value));
  if (groups.length === 0) return mapEntries(value, summarizeEntry);
  const grouped = new Set(groups.flat().map(([key]) => key));
  const others = Object.fromEntries(Object.entries(value).filter(([key]) => !grouped.has(key)));
  return { ...mapEntries(others, summarizeEntry), $tables: groups.map(entryTable) };
};

/** The inverse of {@link summarize}. */
export const expand = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(expand);
  if (!isObject(value)) return value;
  const { $head = {}, $table, $tables = [], ...others } = value;
  if (isObject($table)) return itemsOf($table);
  const plain = mapEntries(others, (key, item) => [key, expand(item)]);
  const tables = Array.isArray($tables) ? $tables.filter(isObject) : [];
  return { ...(isObject($head) && $head), ...plain, ...Object.fromEntries(tables.flatMap(entriesOf)) };
};

const entryTable = (group: Group): JsonObject => {
  const { shape, rows } = tabulateGroup(group);
  return { shape, rows: Object.fromEntries(group.map(([key], n) => [key, rows[n] ?? null])) };
};

const entriesOf = ({ shape = null, rows }: JsonObject): Group =>
  isObject(rows) ? Object.entries(rows).map(([key, row]) => [key, fill(shape, row, key)]) : [];

/** The table of an array whose items repeat with a short period; undefined if the array is easier to read itself. */
const arrayTable = (items: readonly Json[]): Json | undefined => {
  for (let period = 1; period <= Math.min(MAX_PERIOD, items.length / 2); period += 1) {
    const chunks = Array.from({ length: items.length / period }, (_, n) => items.slice(n * period, (n + 1) * period));
    if (items.length % period !== 0 || new Set(chunks.map(skeletonOf)).size > 1) continue;
    const { shape, rows } = tabulate(chunks);
    return isWorthwhile({ shape, rows }, items) ? { $table: { shape, rows } } : undefined;
  }
  return undefined;
};

const itemsOf = ({ shape = null, rows }: JsonObject): Json[] =>
  Array.isArray(rows) ? rows.flatMap((row) => fill(shape, row, '')) : [];

/** Puts the scalars that an object begins with on one line, such as the type and the position of a widget. */
const withHead = (value: JsonObject): JsonObject => {
  const entries = Object.entries(value);
  const length = entries.findIndex(([, item]) => !isScalar(item));
  if (length < 2) return value;
  return { $head: Object.fromEntries(entries.slice(0, length)), ...Object.fromEntries(entries.slice(length)) };
};
