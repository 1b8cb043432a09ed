import { BatchWriteItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { setTimeout as delay } from 'node:timers/promises';
import type { Content } from '../../domain/lake';
import { contentItem } from '../../lambdas/features/catalog-items';

const ITEMS_PER_CALL = 25;
const ATTEMPTS = 8;
const FIRST_WAIT_MS = 50;

/** Writes titles into the catalog table, replacing their items; throws if DynamoDB keeps refusing some of them. */
export const loadCatalogTable = async (
  dynamodb: DynamoDBClient,
  tableName: string,
  contents: readonly Content[],
): Promise<void> => {
  for (let at = 0; at < contents.length; at += ITEMS_PER_CALL) {
    let left = contents
      .slice(at, at + ITEMS_PER_CALL)
      .map((content) => ({ PutRequest: { Item: contentItem(content) } }));
    for (let attempt = 0; left.length > 0; attempt++) {
      if (attempt === ATTEMPTS)
        throw new Error(`${tableName} refused ${left.length} titles after ${ATTEMPTS} attempts.`);
      if (attempt > 0) await delay(Math.random() * FIRST_WAIT_MS * 2 ** attempt);
      const { UnprocessedItems } = await dynamodb.send(
        new BatchWriteItemCommand({ RequestItems: { [tableName]: left } }),
      );
      left = (UnprocessedItems?.[tableName] ?? []) as typeof left;
    }
  }
};
