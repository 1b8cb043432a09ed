import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import { readAccounts, readGaps } from '../account-book';
import { readEnv } from './env';
import { ledgerTables } from './ledger-tables';

const SHOWN_MS = 24 * 3_600_000;

const DESCRIPTION =
  'The ledger of the last 24 hours: each path by hour, and events lost before the collector. No parameters.';

// Cold start: the client of the ledger.
const { LEDGER_TABLE_NAME: tableName } = readEnv();
const dynamodb = new DynamoDBClient(clientSettings(3));

/** Called by CloudWatch for a custom widget of a dashboard, or to describe the widget to a person who adds it. */
export const handler = async (event: {
  readonly describe?: unknown;
}): Promise<{ readonly markdown: string } | string> => {
  if (event.describe === true) return DESCRIPTION;
  // Per call: read the accounts and gaps of a day, and return them as Markdown.
  const from = Date.now() - SHOWN_MS;
  const accounts = await readAccounts(dynamodb, tableName, from);
  return { markdown: ledgerTables(accounts, await readGaps(dynamodb, tableName, from)) };
};
