import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from 'aws-clients/dynamodb';
import type { Content } from '../../domain/lake';
import { encodeTitle } from '../../lambdas/features';

/** Retries for up to 13 s, because a catalog may be larger than what the table accepts at once. */
const RETRIES = { attempts: 8, firstWaitMs: 100 };

/**
 * Writes titles into the catalog table and overwrites stored ones; rejects if the table refuses some at every attempt.
 */
export const loadCatalogTable = (
  dynamodb: DynamoDBClient,
  tableName: string,
  contents: readonly Content[],
): Promise<void> => batchWrite(dynamodb, tableName, contents.map(encodeTitle), RETRIES);
