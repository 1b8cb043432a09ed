import { promisify } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import db, { type Store } from 'dynalite/db';
import type { Fields } from '../../core/fields';
import { type JsonObject, ServiceError } from '../../core/service';
import { changeTable, locked, readTable, validationError } from './table-record';

/** Writes that began before the table had the index end within this time. */
const SETTLE_MS = 50;
const CHUNK_KEYS = 1_000;

const updateIndexes = promisify(db.updateIndexes.bind(db));

/**
 * Adds a global secondary index to a table, with the entries of the items that exist. Resolves to the table's description,
 * in which the index is still being created, as in the answer of AWS.
 */
export const createIndex = async (store: Store, name: string, create: Fields, definitions: readonly Fields[]) => {
  const described = await changeTable(store, name, (table) => withIndex(table, create, definitions));
  await store.lifecycleManager.trackOperation(fill(store, name));
  await changeTable(store, name, (table) => ({
    TableStatus: 'ACTIVE',
    GlobalSecondaryIndexes: indexesOf(table).map(({ all }) => ({ ...all, IndexStatus: 'ACTIVE' })),
  }));
  return described;
};

/** Removes a global secondary index; resolves to the table's description. */
export const deleteIndex = async (store: Store, name: string, index: string): Promise<JsonObject> => {
  const described = await changeTable(store, name, (table) => {
    const rest = indexesOf(table).filter((one) => one.string('IndexName') !== index);
    if (rest.length === indexesOf(table).length) {
      const message = `Requested resource not found: Index: ${index} of table ${name} not found`;
      throw new ServiceError('ResourceNotFoundException', message);
    }
    return { GlobalSecondaryIndexes: rest.length === 0 ? undefined : rest.map(({ all }) => all) };
  });
  await promisify(store.deleteIndexDb.bind(store))('Global', name, index);
  return described;
};

const indexesOf = (table: Fields): readonly Fields[] => table.objects('GlobalSecondaryIndexes');

const withIndex = (table: Fields, create: Fields, definitions: readonly Fields[]): JsonObject => {
  const name = create.string('IndexName');
  if (indexesOf(table).some((index) => index.string('IndexName') === name)) {
    throw validationError(`Attempting to create an index which already exists: ${name}`);
  }
  const attributes = new Map(
    [...table.objects('AttributeDefinitions'), ...definitions].map(({ all }) => [all['AttributeName'], all]),
  );
  const keys = create.objects('KeySchema').map((key) => key.string('AttributeName'));
  if (keys.length === 0 || !keys.every((key) => attributes.has(key))) {
    throw validationError(
      `One or more parameter values were invalid: Some index key attributes are not defined in AttributeDefinitions. Keys: [${keys.join(', ')}], AttributeDefinitions: [${[...attributes.keys()].join(', ')}]`,
    );
  }
  const index = {
    IndexName: name,
    KeySchema: create.all['KeySchema'],
    Projection: create.object('Projection')?.all ?? { ProjectionType: 'ALL' },
    IndexArn: `${table.string('TableArn')}/index/${name}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
    IndexStatus: 'CREATING',
    ProvisionedThroughput: { ...throughputOf(table, create), NumberOfDecreasesToday: 0 },
  };
  return {
    TableStatus: 'UPDATING',
    AttributeDefinitions: [...attributes.values()],
    GlobalSecondaryIndexes: [...indexesOf(table).map(({ all }) => all), index],
  };
};

/** An index of a table on demand has no throughput; any other needs one. */
const throughputOf = (table: Fields, create: Fields): JsonObject => {
  const isOnDemand = table.object('BillingModeSummary')?.optionalString('BillingMode') === 'PAY_PER_REQUEST';
  const throughput = create.object('ProvisionedThroughput')?.all;
  if (isOnDemand && throughput) {
    throw validationError(
      'One or more parameter values were invalid: Neither ReadCapacityUnits nor WriteCapacityUnits can be specified when BillingMode is PAY_PER_REQUEST',
    );
  }
  if (isOnDemand) return { ReadCapacityUnits: 0, WriteCapacityUnits: 0 };
  if (throughput) return throughput;
  const name = create.string('IndexName');
  throw validationError(
    `One or more parameter values were invalid: ProvisionedThroughput must be specified for index: ${name}`,
  );
};

/** Writes the index entries of every item; entries that exist are written again. */
const fill = async (store: Store, name: string): Promise<void> => {
  await delay(SETTLE_MS);
  const { all: table } = await readTable(store, name);
  const prefix = `item-${name}~`;
  const keys = store.db.keys({ gt: prefix, lt: `${prefix}\xFF` });
  try {
    for (let chunk = await keys.nextv(CHUNK_KEYS); chunk.length > 0; chunk = await keys.nextv(CHUNK_KEYS)) {
      for (const key of chunk) {
        await locked(store.getItemDb(name), key.slice(prefix.length), async () => {
          const item = await store.db.get(key);
          if (item) await updateIndexes(store, table, undefined, item);
        });
      }
    }
  } finally {
    await keys.close();
  }
};
