import { setTimeout as delay } from 'node:timers/promises';
import { BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chunksOf, mapConcurrently } from '../chunks';
import type { Item } from './item';

const KEYS_PER_CALL = 100;
const CONCURRENT_CALLS = 4;
const ATTEMPTS = 6;
const FIRST_WAIT_MS = 20;

/** The options of {@link batchGet}. */
export interface ReadOptions {
  /** Whether the read must reflect every earlier write, at twice the price. @default true */
  readonly isConsistent?: boolean;
}

/** Reads items by their keys and retries those that a throttled table left out; rejects if some are still left out after a second. */
export const batchGet = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Item[],
  { isConsistent = true }: ReadOptions = {},
): Promise<readonly Item[]> => {
  const read = (chunk: readonly Item[]) => readChunk(client, tableName, chunk, isConsistent);
  return (await mapConcurrently(chunksOf(keys, KEYS_PER_CALL), CONCURRENT_CALLS, read)).flat();
};

const readChunk = async (
  client: DynamoDBClient,
  tableName: string,
  keys: readonly Item[],
  isConsistent: boolean,
): Promise<readonly Item[]> => {
  const items: Item[] = [];
  let unread: Item[] = [...keys];
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await delay(Math.random() * FIRST_WAIT_MS * 2 ** attempt);
    const { Responses, UnprocessedKeys } = await client.send(
      new BatchGetItemCommand({ RequestItems: { [tableName]: { Keys: unread, ConsistentRead: isConsistent } } }),
    );
    items.push(...(Responses?.[tableName] ?? []));
    unread = UnprocessedKeys?.[tableName]?.Keys ?? [];
    if (unread.length === 0) return items;
  }
  throw new Error(`Table ${tableName} did not return ${unread.length} items after ${ATTEMPTS} attempts.`);
};
