import db, { type Item, type KeyRange, type QueryTable, type ReadInput, type Store } from 'dynalite/db';

/** DynamoDB ends a page at this size. */
const PAGE_BYTES = 1024 * 1024;

/** How much one read of the store returns at most. */
const CHUNK_ITEMS = 1_000;
const CHUNK_BYTES = 256 * 1024;

/**
 * Makes Query and Scan read the store page by page. Dynalite's own reads stream item by item, which leaves 0.1 MB of
 * garbage per call, and never close the iterator of the store, so outdated files stay open and memory grows with every
 * call. Dynalite still runs the calls that use an index or request the consumed capacity.
 */
export const installPageReads = (): void => {
  db.queryTable = withPageReads(db.queryTable);
};

const withPageReads =
  (streamTable: QueryTable): QueryTable =>
  (store, table, input, range, isLocalIndex, fetchesFromTable, startKeyNames, done) => {
    if (input.IndexName !== undefined || (input.ReturnConsumedCapacity ?? 'NONE') !== 'NONE') {
      streamTable(store, table, input, range, isLocalIndex, fetchesFromTable, startKeyNames, done);
      return;
    }
    const answer = async (): Promise<object> =>
      toOutput(await readPage(store, input, range, table.KeySchema[1]?.AttributeName), input, startKeyNames);
    store.lifecycleManager.trackOperation(answer()).then(
      (output) => setImmediate(done, undefined, output),
      (error: unknown) => setImmediate(done, toErrorResponse(error)),
    );
  };

/**
 * Dynalite would throw an error that is not a response, and end the process; its filters fail on missing attributes.
 */
const toErrorResponse = (error: unknown): Error =>
  Object.assign(new Error(String(error)), {
    statusCode: 500,
    body: { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: String(error) },
  });

interface Page {
  /** The items before filtering. */
  readonly items: readonly Item[];
  /** Whether the page ended at a limit, so that more items may follow. */
  readonly isFull: boolean;
}

const readPage = async (store: Store, input: ReadInput, range: KeyRange, rangeKey?: string): Promise<Page> => {
  const { TableName, Limit = Infinity } = input;
  const values = store.db.values({ ...inTable(TableName, range), highWaterMarkBytes: CHUNK_BYTES });
  try {
    const items: Item[] = [];
    let bytes = 0;
    for (;;) {
      const chunk = await values.nextv(CHUNK_ITEMS);
      for (const item of chunk) {
        if (items.length >= Limit || bytes >= PAGE_BYTES) break;
        items.push(item);
        bytes += db.itemSize(item, true, true, rangeKey);
      }
      const isFull = items.length >= Limit || bytes >= PAGE_BYTES;
      if (isFull || chunk.length === 0) return { items, isFull };
    }
  } finally {
    await values.close();
  }
};

/** Converts a range of keys in a table to keys of the store, where each table has a prefix. */
const inTable = (tableName: string, { gt, gte, lt, lte, ...rest }: KeyRange): KeyRange => {
  const prefix = `item-${tableName}~`;
  return {
    ...rest,
    ...(gte === undefined ? { gt: prefix + (gt ?? '') } : { gte: prefix + gte }),
    ...(lte === undefined ? { lt: prefix + (lt ?? '\xFF') } : { lte: prefix + lte }),
  };
};

const toOutput = ({ items, isFull }: Page, input: ReadInput, startKeyNames: readonly string[]): object => {
  const last = isFull ? items.at(-1) : undefined;
  const found = items.filter((item) => matchesFilters(item, input));
  const paths = input._projection?.paths ?? input.AttributesToGet;
  return {
    ScannedCount: items.length,
    ...(last ? { LastEvaluatedKey: Object.fromEntries(startKeyNames.map((name) => [name, last[name]])) } : {}),
    Count: found.length,
    ...(input.Select === 'COUNT' ? {} : { Items: paths ? found.map((item) => db.mapPaths(paths, item)) : found }),
  };
};

const matchesFilters = (item: Item, { _filter, QueryFilter, ScanFilter, ConditionalOperator }: ReadInput): boolean => {
  if (_filter) return db.matchesExprFilter(item, _filter.expression);
  const filter = QueryFilter ?? ScanFilter;
  return filter === undefined || db.matchesFilter(item, filter, ConditionalOperator);
};
