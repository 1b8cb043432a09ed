import { isObject } from '../json-object';

/** What a selection says of one member. */
interface Selected {
  /** The only values that are accepted. @default - every value */
  readonly values?: readonly string[];
  /** The members below it; undefined when everything below it is selected. */
  readonly members?: Selection;
}

/** Members of a structure, by name; the name `*` selects every other name, as in a map. */
export type Selection = ReadonlyMap<string, Selected>;

/**
 * Reads a selection: `Name Items{Id Value} Mode=A|B Tags{*}` selects Name, two members of each item in Items, Mode if it
 * has one of two values, and the whole of Tags. A member may occur several times; its members are then joined.
 */
export const parseSelection = (text: string): Selection => {
  const tokens = text.match(/[{}]|[^\s{}]+/g) ?? [];
  let position = 0;
  const read = (selection: Map<string, Selected>): Selection => {
    for (;;) {
      const token = tokens[position++];
      if (token === undefined || token === '}') return selection;
      const [name = '', values] = token.split('=');
      if (tokens[position] === '{') {
        position += 1;
        selection.set(name, { members: read(new Map(selection.get(name)?.members)) });
      } else {
        selection.set(name, values === undefined ? {} : { values: values.split('|') });
      }
    }
  };
  return read(new Map());
};

/** The path of the first member of a value that a selection lacks, with the values that it would accept. */
export interface Unselected {
  readonly path: string;
  /** Empty when the member is not accepted at all. */
  readonly values: readonly string[];
}

/** The first member that a selection lacks; undefined when it has all of them. Members without content do not count. */
export const firstUnselected = (value: unknown, selection: Selection, prefix = ''): Unselected | undefined => {
  if (Array.isArray(value)) return firstOf(value, (item) => firstUnselected(item, selection, prefix));
  if (!isObject(value)) return undefined;
  return firstOf(Object.entries(value), ([name, member]) => {
    if (isEmpty(member)) return undefined;
    const path = prefix === '' ? name : `${prefix}.${name}`;
    const selected = selection.get(name) ?? selection.get('*');
    if (!selected) return { path, values: [] };
    const { values, members } = selected;
    if (values && !values.includes(String(member))) return { path, values };
    return members && firstUnselected(member, members, path);
  });
};

const firstOf = <Item, Found>(items: readonly Item[], find: (item: Item) => Found | undefined): Found | undefined => {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Clients may send empty values for what their caller left out. */
const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  (Array.isArray(value) && value.length === 0) ||
  (isObject(value) && Object.keys(value).length === 0);
