import { setTimeout as delay } from 'node:timers/promises';
import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';

type Item = Record<string, AttributeValue>;

const KEYS_PER_CALL = 100;
const CALLS_AT_ONCE = 4;
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 20;

/** Whether a read must see every write before it, at twice the price. */
export interface ReadOptions {
  /** @default true */
  readonly isConsistent?: boolean;
}

/** Reads items by their keys, again those that a throttled table left out; throws when some are left after a second. */
export const batchGet = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Item[],
  options: ReadOptions = {},
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  const calls = Array.from({ length: Math.ceil(keys.length / KEYS_PER_CALL) }, (_, call) =>
    keys.slice(call * KEYS_PER_CALL, (call + 1) * KEYS_PER_CALL),
  );
  for (let at = 0; at < calls.length; at += CALLS_AT_ONCE) {
    const answers = calls.slice(at, at + CALLS_AT_ONCE).map((some) => getAll(client, tableName, some, options));
    for (const answer of await Promise.all(answers)) items.push(...answer);
  }
  return items;
};

const getAll = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Item[],
  { isConsistent = true }: ReadOptions,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let left: Item[] = [...keys];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await delay(Math.random() * FIRST_WAIT_MS * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: left, ConsistentRead: isConsistent } } }),
    );
    items.push(...(Responses?.[tableName] ?? []));
    left = UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (left.length === 0) return items;
  }
  throw new Error(`${tableName} left ${left.length} items out.`);
};
