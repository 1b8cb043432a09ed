import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import { readEnv } from './env';
import { newestTitles } from './newest-titles';
import { topTitlesTable } from './top-titles-table';

// Cold start.
const env = readEnv();
const dynamodb = new DynamoDBClient(clientSettings(3));

const DESCRIPTION =
  'The most watched titles at the newest complete instant, from the live counts table. No parameters.';
const NOTHING_COMPLETE = 'No instant of the last ten minutes is complete: the Pipeline dashboard shows what is behind.';

/** Called by a dashboard's custom widget, which shows the Markdown that it answers, and by whoever adds one, to describe itself. */
export const handler = async (event: {
  readonly describe?: unknown;
}): Promise<{ readonly markdown: string } | string> => {
  if (event.describe === true) return DESCRIPTION;
  const titles = await newestTitles(dynamodb, env.LIVE_COUNTS_TABLE_NAME);
  return { markdown: titles ? topTitlesTable(titles) : NOTHING_COMPLETE };
};
