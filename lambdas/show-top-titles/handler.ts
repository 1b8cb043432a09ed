import { type AttributeValue, DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { clientSettings } from '../shared/clients';
import { readEnv } from './env';
import { type TopTitles, topTitlesTable } from './top-titles-table';

// Cold start.
const env = readEnv();
const dynamodb = new DynamoDBClient(clientSettings(3));

const DESCRIPTION =
  'The most watched titles at the newest complete instant, from the live counts table. No parameters.';

/** Two minutes of instants: the newest complete one is among them unless counting is behind. */
const LOOKED_AT = 12;

/** Called by a dashboard's custom widget, which shows the Markdown that it answers. */
export const handler = async (event: {
  readonly describe?: unknown;
}): Promise<{ readonly markdown: string } | string> => {
  if (event.describe === true) return DESCRIPTION;
  const titles = await newestTitles();
  return { markdown: titles ? topTitlesTable(titles) : 'No instant is complete yet.' };
};

const newestTitles = async (): Promise<TopTitles | undefined> => {
  const { Items = [] } = await dynamodb.send(
    new QueryCommand({
      TableName: env.LIVE_COUNTS_TABLE_NAME,
      KeyConditionExpression: '#scope = :all',
      ExpressionAttributeNames: { '#scope': 'scope' },
      ExpressionAttributeValues: { ':all': { S: 'all' } },
      ProjectionExpression: 'instant_ms, complete',
      ScanIndexForward: false,
      Limit: LOOKED_AT,
    }),
  );
  const instant = Items.find(({ complete }) => complete?.BOOL)?.['instant_ms'];
  if (!instant) return undefined;
  const Key = { scope: { S: 'titles' }, instant_ms: instant };
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName: env.LIVE_COUNTS_TABLE_NAME, Key }));
  return Item && toTopTitles(Item);
};

const numberIn = (value: AttributeValue | undefined): number => Number(value?.N ?? 0);

const toTopTitles = (item: Record<string, AttributeValue>): TopTitles => ({
  instant: numberIn(item['instant_ms']),
  titles: (item['titles']?.L ?? []).map(({ M: title }) => ({
    contentId: title?.['content_id']?.S ?? '',
    streams: numberIn(title?.['streams']),
  })),
  others: { titles: numberIn(item['others']?.M?.['titles']), streams: numberIn(item['others']?.M?.['streams']) },
});
