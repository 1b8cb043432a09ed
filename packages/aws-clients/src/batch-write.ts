import { type AttributeValue, BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { retryEntries } from './retry-entries';

/** An item as DynamoDB's API writes it. */
export type Item = Record<string, AttributeValue>;

const ITEMS_PER_CALL = 25;
const CALLS_AT_ONCE = 4;
const RETRIES = { attempts: 6, firstWaitMs: 50 };

/** Puts items, again those that a throttled table gave back; throws when some are left after about two seconds. */
export const batchWrite = async (client: DynamoDBClient, tableName: string, items: readonly Item[]): Promise<void> => {
  const put = async (some: readonly Item[]): Promise<readonly Item[]> => {
    const requests = some.map((item) => ({ PutRequest: { Item: item } }));
    const { UnprocessedItems } = await client.send(
      new BatchWriteItemCommand({ RequestItems: { [tableName]: requests } }),
    );
    return (UnprocessedItems?.[tableName] ?? [])
      .map(({ PutRequest }) => PutRequest?.Item)
      .filter((item) => item !== undefined);
  };
  const calls = Array.from({ length: Math.ceil(items.length / ITEMS_PER_CALL) }, (_, call) =>
    items.slice(call * ITEMS_PER_CALL, (call + 1) * ITEMS_PER_CALL),
  );
  for (let at = 0; at < calls.length; at += CALLS_AT_ONCE) {
    const left = await Promise.all(calls.slice(at, at + CALLS_AT_ONCE).map((call) => retryEntries(call, put, RETRIES)));
    const refused = left.flat().length;
    if (refused > 0) throw new Error(`${tableName} refused ${refused} items.`);
  }
};
