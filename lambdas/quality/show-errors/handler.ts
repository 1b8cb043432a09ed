import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import { dateOf } from '../../../domain/lake';
import { readErrorRanking } from '../error-ranking-reader';
import { readEnv } from './env';
import { errorsTable } from './errors-table';

const DESCRIPTION = 'The most frequent error codes of today (UTC), and whom they affect. No parameters.';
const NO_ERRORS = 'No error was counted today (UTC).';

// Cold start: the client of the table.
const dynamodb = new DynamoDBClient(clientSettings(3));
const { ERROR_CODES_TABLE_NAME } = readEnv();

/** Called by CloudWatch for a custom widget of a dashboard, or to describe the widget to a person who adds it. */
export const handler = async (event: {
  readonly describe?: unknown;
}): Promise<{ readonly markdown: string } | string> => {
  if (event.describe === true) return DESCRIPTION;
  // Per call: read the ranking of today and return it as Markdown.
  const now = Date.now();
  const ranking = await readErrorRanking(dynamodb, ERROR_CODES_TABLE_NAME, dateOf(now));
  return { markdown: ranking ? errorsTable(ranking, now) : NO_ERRORS };
};
