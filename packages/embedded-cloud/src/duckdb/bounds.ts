import { isObject } from '../core/service';

/** The range of texts that a column must be in, both ends included; an undefined end is open. */
interface Bound {
  readonly low: string | undefined;
  readonly high: string | undefined;
}

/** The bounds of columns, by name. */
export type Bounds = ReadonlyMap<string, Bound>;

/** A bound on a column of a table. */
export interface Condition extends Bound {
  /** Undefined when the statement does not qualify the column. */
  readonly table: string | undefined;
  readonly column: string;
}

/** The conditions in the tree of a WHERE that compare a column with texts. Other conditions are ignored. */
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

/** The bounds on the columns of one table. Unqualified columns belong to it only when it is the only table. */
export const boundsOn = (name: string, isOnlyTable: boolean, conditions: readonly Condition[]): Bounds => {
  const bounds = new Map<string, Bound>();
  for (const { table, column, low, high } of conditions) {
    if (table === undefined ? !isOnlyTable : table !== name) continue;
    const known = bounds.get(column);
    bounds.set(column, { low: greater(known?.low, low), high: lesser(known?.high, high) });
  }
  return bounds;
};

/** Whether a value is within a bound. */
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

const greater = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b > a) ? b : a;

const lesser = (a: string | undefined, b: string | undefined): string | undefined =>
  a === undefined || (b !== undefined && b < a) ? b : a;
