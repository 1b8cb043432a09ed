import { setTimeout as delay } from 'node:timers/promises';
import type { Item, Store, SubStore } from 'dynalite/db';
import { Fields } from '../../core/fields';
import { type JsonObject, ServiceError } from '../../core/service';

/** The error for a call whose parameters are not valid or not supported. */
export const validationError = (message: string): ServiceError => new ServiceError('ValidationException', message);

/** Runs `work` while no other call holds the key. */
export const locked = <Result>(store: SubStore, key: string, work: () => Promise<Result>): Promise<Result> =>
  new Promise((resolve, reject) => {
    store.lock(key, (release) => {
      work().then(
        (result) => release(() => resolve(result))(),
        (error: unknown) => release(() => reject(error instanceof Error ? error : new Error(String(error))))(),
      );
    });
  });

/** The description of a table in the store; throws ResourceNotFoundException. */
export const readTable = async ({ db }: Store, name: string): Promise<Fields> => {
  const table: JsonObject | undefined = await db.get(keyOf(name));
  if (table) return new Fields(table);
  throw new ServiceError('ResourceNotFoundException', `Requested resource not found: Table: ${name} not found`);
};

/** Changes the description of a table; resolves to the new one. */
export const changeTable = (store: Store, name: string, change: (table: Fields) => JsonObject): Promise<JsonObject> =>
  locked(store.tableDb, name, async () => {
    const table = await readTable(store, name);
    const changed: Item = { ...table.all, ...change(table) };
    await store.db.put(keyOf(name), changed);
    return changed;
  });

/** Dynalite's timer for the end of a change, with some room. */
const TIMER_MS = 5;

/**
 * Waits until dynalite has ended the creation or the change of a table. Its last write would undo a change that comes
 * earlier.
 */
export const untilActive = async (store: Store, name: string): Promise<void> => {
  for (;;) {
    await delay(TIMER_MS);
    const table = await readTable(store, name);
    const states = table.objects('GlobalSecondaryIndexes').map((index) => index.string('IndexStatus'));
    if ([table.string('TableStatus'), ...states].every((state) => state === 'ACTIVE')) return;
  }
};

const keyOf = (name: string): string => `table~${name}`;
