import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from 'aws-clients/dynamodb';
import type { Content } from '../../domain/lake';
import { encodeTitle } from '../../lambdas/features';

/** Up to 13 s: a catalog may be much larger than what the table accepts at once. */
const RETRIES = { attempts: 8, firstWaitMs: 100 };

/** Writes titles into the catalog table, over the stored ones; rejects if some are refused at every attempt. */
export const loadCatalogTable = (
  dynamodb: DynamoDBClient,
  tableName: string,
  contents: readonly Content[],
): Promise<void> => batchWrite(dynamodb, tableName, contents.map(encodeTitle), RETRIES);
