import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { fromItem, type Item, type ItemValues, toItem } from 'aws-clients/dynamodb';

/** The item that runs hand over to each other. */
export interface OwnedItem {
  readonly tableName: string;
  readonly key: Item;
}

/**
 * Notes in an item that the run that started at a time owns it, and sets other attributes. Returns the item's new values; undefined,
 * and nothing is written, if a later run owns it. Rejects if the table does not answer: then no run is known to be newer.
 */
export const updateAsOwner = async (
  dynamodb: DynamoDBClient,
  { tableName, key }: OwnedItem,
  startedAt: number,
  values: ItemValues = {},
): Promise<Readonly<Record<string, unknown>> | undefined> => {
  const names = Object.keys(values);
  const command = new UpdateItemCommand({
    TableName: tableName,
    Key: key,
    UpdateExpression: `SET ${['run_started_at_ms = :startedAt', ...names.map((name) => `#${name} = :${name}`)].join(', ')}`,
    ConditionExpression: 'attribute_not_exists(run_started_at_ms) OR run_started_at_ms <= :startedAt',
    ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])) }),
    ExpressionAttributeValues: toItem({
      ':startedAt': startedAt,
      ...Object.fromEntries(names.map((name) => [`:${name}`, values[name]])),
    }),
    ReturnValues: 'ALL_NEW',
  });
  try {
    return fromItem((await dynamodb.send(command)).Attributes);
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return undefined;
    throw error;
  }
};
