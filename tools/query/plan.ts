/** One end of a range. */
interface Bound {
  readonly value: string;
  readonly isIncluded: boolean;
}

/** A range of values of a partition key; an end that is undefined is open. */
interface Range {
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
}

/** A table that a plan reads, and the values of partition keys to which the plan restricts it. */
export interface PlannedTable {
  readonly database: string;
  readonly table: string;
  /** True if no partition is read. */
  readonly isEmpty: boolean;
  readonly ranges: ReadonlyMap<string, readonly Range[]>;
}

/**
 * Parses the output of EXPLAIN (TYPE IO, FORMAT JSON), as Trino writes it. A key that it does not mention is not
 * restricted.
 */
export const readPlan = (text: string): readonly PlannedTable[] =>
  list(at(JSON.parse(text), 'inputTableColumnInfos')).map((input) => ({
    database: String(at(input, 'table', 'schemaTable', 'schema')),
    table: String(at(input, 'table', 'schemaTable', 'table')),
    isEmpty: at(input, 'constraint', 'none') === true,
    ranges: new Map(
      list(at(input, 'constraint', 'columnConstraints') ?? at(input, 'columnConstraints')).map((constraint) => [
        String(at(constraint, 'columnName')),
        list(at(constraint, 'domain', 'ranges')).map((range) => ({
          low: toBound(at(range, 'low')),
          high: toBound(at(range, 'high')),
        })),
      ]),
    ),
  }));

/** Whether the plan reads partitions with this value of a key. */
export const reads = ({ ranges }: PlannedTable, key: string, value: string): boolean =>
  ranges
    .get(key)
    ?.some(
      ({ low, high }) =>
        (low === undefined || value > low.value || (low.isIncluded && value === low.value)) &&
        (high === undefined || value < high.value || (high.isIncluded && value === high.value)),
    ) ?? true;

const toBound = (bound: unknown): Bound | undefined => {
  const value = at(bound, 'value');
  return typeof value === 'string' ? { value, isIncluded: at(bound, 'bound') === 'EXACTLY' } : undefined;
};

const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>(
    (inner, name) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[name] : undefined,
    value,
  );

const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
