/** One end of a range; undefined where it has none. */
interface Bound {
  readonly value: string;
  readonly isIncluded: boolean;
}

/** Which values of a partition key are read. */
interface Range {
  readonly low: Bound | undefined;
  readonly high: Bound | undefined;
}

/** A table that a plan reads, and where it says so, which values of which partition keys. */
export interface PlannedTable {
  readonly database: string;
  readonly table: string;
  /** Nothing of it is read. */
  readonly isEmpty: boolean;
  readonly ranges: ReadonlyMap<string, readonly Range[]>;
}

/** Reads the answer to EXPLAIN (TYPE IO, FORMAT JSON), as Trino writes it; what it does not say restricts nothing. */
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

/** Whether the plan reads a partition, by one of its keys. */
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
