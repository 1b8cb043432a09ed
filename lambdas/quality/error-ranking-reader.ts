import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { ErrorRanking } from '../../domain/quality';
import { decodeRanking, rankingKey } from './error-items';

/** The ranking of a date in UTC; undefined if no error was counted on it. */
export const readErrorRanking = async (
  dynamodb: DynamoDBClient,
  TableName: string,
  date: string,
): Promise<ErrorRanking | undefined> => {
  const { Item } = await dynamodb.send(new GetItemCommand({ TableName, Key: rankingKey(date) }));
  return Item && decodeRanking(Item);
};
