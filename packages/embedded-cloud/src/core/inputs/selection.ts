import { isObject } from '../json-object';

/** What a selection says of one member. */
interface Selected {
  /** The only values that are accepted. @default - every value */
  readonly values?: readonly string[];
  /** The members below it; undefined when everything below it is selected. */
  readonly members?: Selection;
}

/** A member with every value, and everything below it. */
const EVERYTHING: Selected = {};

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
        selection.set(name, values === undefined ? EVERYTHING : { values: values.split('|') });
      }
    }
  };
  return read(new Map());
};

/** A member that a selection lacks, by its path, with the values that it would accept. */
interface Unselected {
  readonly path: string;
  /** Empty when the member is not accepted at all. */
  readonly values: readonly string[];
}

/** The members of a value that a selection lacks. Members without content do not count. */
export const unselectedIn = (value: unknown, selection: Selection): readonly Unselected[] => {
  const found: Unselected[] = [];
  addUnselected(value, selection, '', found);
  return found;
};

/** Runs for each call, over each record of a batch: it allocates nothing while it finds nothing. */
const addUnselected = (value: unknown, selection: Selection, prefix: string, found: Unselected[]): void => {
  if (Array.isArray(value)) {
    for (const item of value) addUnselected(item, selection, prefix, found);
    return;
  }
  if (!isObject(value)) return;
  for (const name of Object.keys(value)) {
    const selected = selection.get(name) ?? selection.get('*');
    if (selected === EVERYTHING) continue;
    const member = value[name];
    if (selected?.members) addUnselected(member, selected.members, `${prefix}${name}.`, found);
    else if (!isEmpty(member)) addUnlessValue(String(member), selected?.values, `${prefix}${name}`, found);
  }
};

const addUnlessValue = (value: string, values: readonly string[] = [], path: string, found: Unselected[]): void => {
  if (!values.includes(value)) found.push({ path, values });
};

/** Clients may send empty values for what their caller left out. */
const isEmpty = (value: unknown): boolean => {
  if (isObject(value)) return Object.keys(value).length === 0;
  return value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0);
};
