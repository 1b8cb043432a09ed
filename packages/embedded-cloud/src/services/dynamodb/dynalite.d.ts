declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An HTTP server that plays DynamoDB over a LevelDB folder; closing it closes the database. */
  export default function dynalite(options: {
    readonly path: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
  }): Server;
}

/** Of dynalite's insides, what page-reads.ts takes the place of, and what it needs for that. */
declare module 'dynalite/db' {
  import type { ClassicLevel } from 'classic-level';

  /** In DynamoDB's JSON. */
  type Item = Readonly<Record<string, unknown>>;

  interface Store {
    /** Every item of every table, under its table's prefix. */
    readonly db: ClassicLevel<string, Item>;
    readonly lifecycleManager: {
      /** The store closes only once it is over. */
      trackOperation<T>(operation: Promise<T>): Promise<T>;
    };
  }

  interface TableDescription {
    readonly KeySchema: readonly { readonly AttributeName: string }[];
  }

  /** The input of a Query or a Scan, found in order, with its expressions parsed. */
  interface ReadInput {
    readonly TableName: string;
    readonly IndexName?: string;
    readonly Limit?: number;
    readonly Select?: string;
    readonly ReturnConsumedCapacity?: string;
    readonly AttributesToGet?: readonly unknown[];
    readonly QueryFilter?: unknown;
    readonly ScanFilter?: unknown;
    readonly ConditionalOperator?: string;
    readonly _filter?: { readonly expression: unknown };
    readonly _projection?: { readonly paths: readonly unknown[] };
  }

  /** Keys within a table. */
  interface KeyRange {
    readonly gt?: string;
    readonly gte?: string;
    readonly lt?: string;
    readonly lte?: string;
    readonly limit?: number;
    readonly reverse?: boolean;
  }

  type QueryTable = (
    store: Store,
    table: TableDescription,
    input: ReadInput,
    range: KeyRange,
    isLocalIndex: boolean | undefined,
    fetchesFromTable: boolean,
    startKeyNames: readonly string[],
    done: (error: unknown, output?: object) => void,
  ) => void;

  const db: {
    queryTable: QueryTable;
    itemSize(item: Item, compress: boolean, addMetaSize: boolean, rangeKey: string | undefined): number;
    matchesFilter(item: Item, filter: unknown, operator: string | undefined): boolean;
    matchesExprFilter(item: Item, expression: unknown): boolean;
    mapPaths(paths: readonly unknown[], item: Item): Item;
  };
  export default db;
  export type { Item, KeyRange, QueryTable, ReadInput, Store };
}
