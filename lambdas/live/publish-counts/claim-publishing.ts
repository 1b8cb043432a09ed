import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { toItem } from 'aws-clients/dynamodb';
import { liveCountsKey } from '../live-counts-items';

/** Notes in the live counts table that a run publishes; returns false, and notes nothing, if a later run does. */
export const claimPublishing = async (
  dynamodb: DynamoDBClient,
  TableName: string,
  startedAt: number,
): Promise<boolean> => {
  const command = new UpdateItemCommand({
    TableName,
    Key: liveCountsKey('publisher', 0),
    UpdateExpression: 'SET run_started_at_ms = :startedAt',
    ConditionExpression: 'attribute_not_exists(run_started_at_ms) OR run_started_at_ms <= :startedAt',
    ExpressionAttributeValues: toItem({ ':startedAt': startedAt }),
  });
  try {
    await dynamodb.send(command);
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
};
