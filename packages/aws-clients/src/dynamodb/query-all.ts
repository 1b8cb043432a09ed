import { type DynamoDBClient, paginateQuery, type QueryCommandInput } from '@aws-sdk/client-dynamodb';
import type { Item } from './item';

/** Every item that matches a query, page after page. */
export const queryAll = async (client: DynamoDBClient, query: QueryCommandInput): Promise<readonly Item[]> => {
  const items: Item[] = [];
  for await (const { Items = [] } of paginateQuery({ client }, query)) items.push(...Items);
  return items;
};
