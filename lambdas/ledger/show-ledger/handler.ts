import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { AccountBook } from '../account-book';
import { clientSettings } from 'aws-clients';
import { ledgerScopeOf } from '../ledger-scope';
import { readEnv } from './env';
import { ledgerTables } from './ledger-tables';

const SHOWN_MS = 24 * 3_600_000;

const DESCRIPTION = 'The ledger of the last 24 hours: each path by hour, and loss before the collector. No parameters.';

// Cold start.
const book = new AccountBook(new DynamoDBClient(clientSettings(3)), ledgerScopeOf(readEnv()));

/** Called by a dashboard's custom widget, which shows the Markdown that it answers, and by whoever adds one, to describe itself. */
export const handler = async (event: {
  readonly describe?: unknown;
}): Promise<{ readonly markdown: string } | string> => {
  if (event.describe === true) return DESCRIPTION;
  const from = Date.now() - SHOWN_MS;
  return { markdown: ledgerTables(await book.since(from), await book.gapsSince(from)) };
};
