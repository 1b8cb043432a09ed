import { isObject } from '../core/service';

/** Between which texts a column must lie, both included; open where undefined. */
interface Bound {
  readonly low: string | undefined;
  readonly high: string | undefined;
}

/** Columns by name that a WHERE holds between two texts. */
export type Bounds = ReadonlyMap<string, Bound>;

/** A bound, and of which column of which table: undefined where the statement does not say. */
export interface Condition extends Bound {
  readonly table: string | undefined;
  readonly column: string;
}

/** What a WHERE, as DuckDB writes its tree, demands of columns beside texts; what it does not understand demands nothing. */
export const conditionsIn = (where: unknown): readonly Condition[] => {
  if (!isObject(where)) return [];
  switch (where['type']) {
    case 'CONJUNCTION_AND':
      return Array.isArray(where['children']) ? where['children'].flatMap(conditionsIn) : [];
    case 'COMPARE_BETWEEN':
      return condition(where['input'], textOf(where['lower']), textOf(where['upper']));
    case 'COMPARE_EQUAL':
      return [
        ...condition(where['left'], textOf(where['right']), textOf(where['right'])),
        ...condition(where['right'], textOf(where['left']), textOf(where['left'])),
      ];
    case 'COMPARE_GREATERTHAN':
    case 'COMPARE_GREATERTHANOREQUALTO':
      return [
        ...condition(where['left'], textOf(where['right']), undefined),
        ...condition(where['right'], undefined, textOf(where['left'])),
      ];
    case 'COMPARE_LESSTHAN':
    case 'COMPARE_LESSTHANOREQUALTO':
      return [
        ...condition(where['left'], undefined, textOf(where['right'])),
        ...condition(where['right'], textOf(where['left']), undefined),
      ];
    default:
      return [];
  }
};

/** Those of a table that goes by a name; a column without its table's name is this one's where it is alone. */
export const boundsOn = (name: string, isAlone: boolean, conditions: readonly Condition[]): Bounds => {
  const bounds = new Map<string, Bound>();
  for (const { table, column, low, high } of conditions) {
    if (table === undefined ? !isAlone : table !== name) continue;
    const known = bounds.get(column);
    bounds.set(column, { low: later(known?.low, low), high: earlier(known?.high, high) });
  }
  return bounds;
};

/** Whether a value can lie within. */
export const isWithin = (bound: Bound | undefined, value: string): boolean =>
  (bound?.low === undefined || value >= bound.low) && (bound?.high === undefined || value <= bound.high);

const condition = (reference: unknown, low: string | undefined, high: string | undefined): readonly Condition[] => {
  if (low === undefined && high === undefined) return [];
  const names = isObject(reference) && reference['type'] === 'COLUMN_REF' ? reference['column_names'] : undefined;
  if (!Array.isArray(names) || names.length > 2) return [];
  const [column = '', table] = names.map((name) => String(name).toLowerCase()).reverse();
  return [{ table, column, low, high }];
};

const textOf = (constant: unknown): string | undefined => {
  const value = isObject(constant) && constant['type'] === 'VALUE_CONSTANT' ? constant['value'] : undefined;
  return isObject(value) && typeof value['value'] === 'string' ? value['value'] : undefined;
};

const later = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other > one) ? other : one;

const earlier = (one: string | undefined, other: string | undefined): string | undefined =>
  one === undefined || (other !== undefined && other < one) ? other : one;
