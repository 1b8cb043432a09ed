import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { DynamoEngine } from './engine';
import type { Table } from './table';

/** Small pages, and a pause of nine times their duration after each: the engine shares the thread of this process. */
const PAGE_ITEMS = 100;
const PAUSE_FACTOR = 9;

/** DynamoDB does not delete items that expired more than five years ago, because it considers such a time a mistake. */
const OLDEST_SECONDS = 5 * 365 * 86_400;

/** Deletes the expired items of a table; resolves to their number. */
export const deleteExpired = async (
  engine: DynamoEngine,
  { name, keyNames, ttlAttribute }: Pick<Table, 'name' | 'keyNames' | 'ttlAttribute'>,
  nowMs: number,
  signal: AbortSignal,
): Promise<number> => {
  const nowSeconds = Math.floor(nowMs / 1000);
  const condition = {
    ExpressionAttributeNames: { '#ttl': ttlAttribute },
    ExpressionAttributeValues: {
      ':now': { N: String(nowSeconds) },
      ':oldest': { N: String(nowSeconds - OLDEST_SECONDS) },
    },
  };
  const isExpired = '#ttl BETWEEN :oldest AND :now';
  let deleted = 0;
  let page: Fields | undefined;
  do {
    const startedAt = performance.now();
    const last = page?.object('LastEvaluatedKey')?.all;
    const from = last ? { ExclusiveStartKey: last } : {};
    page = await engine.call('Scan', {
      TableName: name,
      Limit: PAGE_ITEMS,
      FilterExpression: isExpired,
      ...condition,
      ...from,
    });
    for (const { all } of page.objects('Items')) {
      const Key = Object.fromEntries(keyNames.map((keyName) => [keyName, all[keyName]]));
      // The condition is checked again, because the item may have been extended after it was read.
      await engine.call('DeleteItem', { TableName: name, Key, ConditionExpression: isExpired, ...condition }).then(
        () => (deleted += 1),
        (error: unknown) => {
          if (!(error instanceof ServiceError)) throw error;
        },
      );
    }
    const pauseMs = (performance.now() - startedAt) * PAUSE_FACTOR;
    if (page.has('LastEvaluatedKey')) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  } while (page.has('LastEvaluatedKey') && !signal.aborted);
  return deleted;
};
