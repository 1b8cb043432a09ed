import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { clientSettings } from 'aws-clients';
import { LiveCountsReader } from '../live-counts-reader';
import { readEnv } from './env';
import { topTitlesTable } from './top-titles-table';

const DESCRIPTION =
  'The most watched titles at the newest complete instant, from the live counts table. No parameters.';
const NOT_COMPLETE =
  'No instant of the last ten minutes is complete: the Pipeline dashboard shows which step is behind.';

// Cold start: the client of the live counts.
const reader = new LiveCountsReader(new DynamoDBClient(clientSettings(3)), readEnv().LIVE_COUNTS_TABLE_NAME);

/** Called by CloudWatch for a custom widget of a dashboard, or to describe the widget to a person who adds it. */
export const handler = async (event: {
  readonly describe?: unknown;
}): Promise<{ readonly markdown: string } | string> => {
  if (event.describe === true) return DESCRIPTION;
  // Per call: read the newest titles and return them as Markdown.
  const titles = await reader.newestTitles();
  return { markdown: titles ? topTitlesTable(titles) : NOT_COMPLETE };
};
