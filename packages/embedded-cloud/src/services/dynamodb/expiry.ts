import { setTimeout as delay } from 'node:timers/promises';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import type { DynamoEngine } from './engine';
import type { Table } from './table';

/** Few at a time, and at most a tenth of the time, since the engine shares this process's one thread. */
const PAGE_ITEMS = 100;
const PAUSES = 9;

/** DynamoDB leaves alone what expired longer ago: it takes such a time for a mistake. */
const OLDEST_SECONDS = 5 * 365 * 86_400;

/** Deletes the items of a table whose time to live is over; resolves to how many. */
export const deleteExpired = async (
  engine: DynamoEngine,
  { name, keyNames, ttlAttribute }: Table,
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
  const isOver = '#ttl BETWEEN :oldest AND :now';
  let deleted = 0;
  let page: Fields | undefined;
  do {
    const startedAt = performance.now();
    const last = page?.object('LastEvaluatedKey')?.all;
    const from = last ? { ExclusiveStartKey: last } : {};
    page = await engine.call('Scan', {
      TableName: name,
      Limit: PAGE_ITEMS,
      FilterExpression: isOver,
      ...condition,
      ...from,
    });
    for (const { all } of page.objects('Items')) {
      const Key = Object.fromEntries(keyNames.map((keyName) => [keyName, all[keyName]]));
      // The condition again: the item may have been given longer since it was read.
      await engine.call('DeleteItem', { TableName: name, Key, ConditionExpression: isOver, ...condition }).then(
        () => (deleted += 1),
        (error: unknown) => {
          if (!(error instanceof ServiceError)) throw error;
        },
      );
    }
    const pauseMs = (performance.now() - startedAt) * PAUSES;
    if (page.has('LastEvaluatedKey')) await delay(pauseMs, undefined, { signal }).catch(() => undefined);
  } while (page.has('LastEvaluatedKey') && !signal.aborted);
  return deleted;
};
