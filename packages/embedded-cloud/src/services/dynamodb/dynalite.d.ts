declare module 'dynalite' {
  import type { Server } from 'node:http';

  /** An HTTP server that implements DynamoDB on a LevelDB folder; closing the server closes the database. */
  export default function dynalite(options: {
    readonly path: string;
    readonly createTableMs: number;
    readonly deleteTableMs: number;
    readonly updateTableMs: number;
    /** The size of the largest item in KiB. @default 400 */
    readonly maxItemSizeKb?: number;
  }): Server;
}

/** The internals of dynalite that page-reads.ts, table-indexes.ts and table-settings.ts replace or use. */
declare module 'dynalite/db' {
  import type { ClassicLevel } from 'classic-level';

  /** An item in the JSON of DynamoDB. */
  type Item = Readonly<Record<string, unknown>>;

  type Callback = (error: unknown) => void;

  /** The entries of the store whose keys begin with a prefix: the tables, or the items of one table. */
  interface SubStore {
    /** Calls the function when no other one holds the key; what it passes its callback to releases the key. */
    lock(key: string, run: (release: (callback: () => void) => () => void) => void): void;
  }

  interface Store {
    /** The items of all tables; each key begins with the prefix of its table. */
    readonly db: ClassicLevel<string, Item>;
    readonly tableDb: SubStore;
    getItemDb(table: string): SubStore;
    deleteIndexDb(type: 'Global', table: string, index: string, done: Callback): void;
    readonly lifecycleManager: {
      /** Delays the closing of the store until the operation has ended. */
      trackOperation<T>(operation: Promise<T>): Promise<T>;
    };
  }

  interface TableDescription {
    readonly KeySchema: readonly { readonly AttributeName: string }[];
  }

  /** The validated input of a Query or a Scan, with parsed expressions. */
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

  /** A range of keys in a table. */
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
    create(options: object): Store;
    queryTable: QueryTable;
    /** Writes the entries of an item in every index of the table; `existing` is the item before the change. */
    updateIndexes(store: Store, table: object, existing: Item | undefined, item: Item, done: Callback): void;
    itemSize(item: Item, compress: boolean, addMetaSize: boolean, rangeKey: string | undefined): number;
    matchesFilter(item: Item, filter: unknown, operator: string | undefined): boolean;
    matchesExprFilter(item: Item, expression: unknown): boolean;
    mapPaths(paths: readonly unknown[], item: Item): Item;
  };
  export default db;
  export type { Item, KeyRange, QueryTable, ReadInput, Store, SubStore };
}
