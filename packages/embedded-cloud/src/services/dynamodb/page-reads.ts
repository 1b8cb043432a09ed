import db, { type Item, type KeyRange, type QueryTable, type ReadInput, type Store } from 'dynalite/db';

/** Where DynamoDB ends a page that no limit ends before. */
const PAGE_BYTES = 1024 * 1024;

/** What is asked of the store at a time. */
const ITEMS_AT_ONCE = 1_000;
const BYTES_AT_ONCE = 256 * 1024;

/**
 * Has Query and Scan read the store by the page. dynalite sends item by item through streams that leave a tenth of a
 * megabyte of garbage a call, and never closes the store's iterator: with that, the files that were current then stay,
 * and memory grew with every call. What names an index or asks for the capacity it consumed, as nothing of ours does,
 * still goes dynalite's way.
 */
export const readByThePage = (): void => {
  db.queryTable = byThePage(db.queryTable);
};

const byThePage =
  (inStreams: QueryTable): QueryTable =>
  (store, table, input, range, isLocalIndex, fetchesFromTable, startKeyNames, done) => {
    if (input.IndexName !== undefined || (input.ReturnConsumedCapacity ?? 'NONE') !== 'NONE') {
      inStreams(store, table, input, range, isLocalIndex, fetchesFromTable, startKeyNames, done);
      return;
    }
    const answer = async (): Promise<object> =>
      toOutput(await readPage(store, input, range, table.KeySchema[1]?.AttributeName), input, startKeyNames);
    store.lifecycleManager.trackOperation(answer()).then(
      (output) => setImmediate(done, undefined, output),
      (error: unknown) => setImmediate(done, toAnswerable(error)),
    );
  };

/** dynalite throws what has no answer of its own, and that would end the process: its filters fail on attributes they miss. */
const toAnswerable = (error: unknown): Error =>
  Object.assign(new Error(String(error)), {
    statusCode: 500,
    body: { __type: 'com.amazonaws.dynamodb.v20120810#InternalServerError', message: String(error) },
  });

interface Page {
  /** Before any filter. */
  readonly items: readonly Item[];
  /** It ended at a limit: there may be more. */
  readonly isFull: boolean;
}

const readPage = async (store: Store, input: ReadInput, range: KeyRange, rangeKey?: string): Promise<Page> => {
  const { TableName, Limit = Infinity } = input;
  const values = store.db.values({ ...inTable(TableName, range), highWaterMarkBytes: BYTES_AT_ONCE });
  try {
    const items: Item[] = [];
    let bytes = 0;
    for (;;) {
      const some = await values.nextv(ITEMS_AT_ONCE);
      for (const item of some) {
        if (items.length >= Limit || bytes >= PAGE_BYTES) break;
        items.push(item);
        bytes += db.itemSize(item, true, true, rangeKey);
      }
      const isFull = items.length >= Limit || bytes >= PAGE_BYTES;
      if (isFull || some.length === 0) return { items, isFull };
    }
  } finally {
    await values.close();
  }
};

/** The store's own keys: each table has its prefix. */
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
  const found = items.filter((item) => isFound(item, input));
  const paths = input._projection?.paths ?? input.AttributesToGet;
  return {
    ScannedCount: items.length,
    ...(last ? { LastEvaluatedKey: Object.fromEntries(startKeyNames.map((name) => [name, last[name]])) } : {}),
    Count: found.length,
    ...(input.Select === 'COUNT' ? {} : { Items: paths ? found.map((item) => db.mapPaths(paths, item)) : found }),
  };
};

const isFound = (item: Item, { _filter, QueryFilter, ScanFilter, ConditionalOperator }: ReadInput): boolean => {
  if (_filter) return db.matchesExprFilter(item, _filter.expression);
  const filter = QueryFilter ?? ScanFilter;
  return filter === undefined || db.matchesFilter(item, filter, ConditionalOperator);
};
