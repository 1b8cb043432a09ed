import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { chunksOf } from '../chunks';
import { retryEntries, type RetryPolicy } from '../retry-entries';
import type { Item } from './item';

const ITEMS_PER_CALL = 25;
const CONCURRENT_CALLS = 4;
/** The waits add up to at most 1.6 seconds. */
const RETRIES: RetryPolicy = { attempts: 6, firstWaitMs: 50 };

/** Puts items and retries those that a throttled table refused; rejects if some are refused at every attempt. */
export const batchWrite = async (
  client: DynamoDBClient,
  tableName: string,
  items: readonly Item[],
  retries = RETRIES,
): Promise<void> => {
  const put = async (chunk: readonly Item[]): Promise<readonly Item[]> => {
    const requests = chunk.map((item) => ({ PutRequest: { Item: item } }));
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
    );
    return (UnprocessedItems?.[tableName] ?? [])
      .map(({ PutRequest }) => PutRequest?.Item)
      .filter((item) => item !== undefined);
  };
  let reason = 'throttled';
  const onError = (error: unknown): void => {
    reason = error instanceof Error ? error.message : String(error);
  };
  for (const chunks of chunksOf(chunksOf(items, ITEMS_PER_CALL), CONCURRENT_CALLS)) {
    const refused = (await Promise.all(chunks.map((chunk) => retryEntries(chunk, put, retries, { onError })))).flat();
    if (refused.length > 0) throw new Error(`Table ${tableName} refused ${refused.length} items: ${reason}`);
  }
};
