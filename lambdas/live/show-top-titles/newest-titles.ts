import { type AttributeValue, type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { TopTitles } from './top-titles-table';

/** Ten minutes of instants: where none of them is complete, counting is so far behind that old titles would mislead. */
const LOOKED_AT = 60;

/** Reads the titles of the newest complete instant in the live counts; undefined where none of late is complete. */
export const newestTitles = async (client: DynamoDBClient, TableName: string): Promise<TopTitles | undefined> => {
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName,
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
  const { Item } = await client.send(new GetItemCommand({ TableName, Key }));
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
