import { ConditionalCheckFailedException, type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { queryAll, toItem } from 'aws-clients/dynamodb';
import type { ErrorRanking, ErrorSummary } from '../../../domain/quality';
import { countedOn, decodeCounted, encodeCounted, encodeRanking } from '../error-items';
import { readErrorRanking } from '../error-ranking-reader';

/** The table of error codes, as an environment of watch-quality uses it. Dates are in UTC. */
export class ErrorStore {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
    /** Identifies this environment of the function. */
    private readonly environment: string,
  ) {}

  /** Replaces what this environment has counted on a date. */
  async putCounted(date: string, summaries: readonly ErrorSummary[]): Promise<void> {
    const Item = encodeCounted(date, this.environment, summaries);
    await this.dynamodb.send(new PutItemCommand({ TableName: this.tableName, Item }));
  }

  /** What all environments have counted on a date. */
  async counted(date: string): Promise<readonly ErrorSummary[]> {
    return (await queryAll(this.dynamodb, countedOn(this.tableName, date))).flatMap(decodeCounted);
  }

  ranking(date: string): Promise<ErrorRanking | undefined> {
    return readErrorRanking(this.dynamodb, this.tableName, date);
  }

  /** Puts a ranking that was made from `last`; returns false, and puts nothing, if another environment was faster. */
  async putRanking(date: string, ranking: ErrorRanking, last: ErrorRanking | undefined): Promise<boolean> {
    const command = new PutItemCommand({
      TableName: this.tableName,
      Item: encodeRanking(date, ranking),
      ...(last
        ? {
            ConditionExpression: 'ranked_at_ms = :last',
            ExpressionAttributeValues: toItem({ ':last': last.rankedAt }),
          }
        : { ConditionExpression: 'attribute_not_exists(ranked_at_ms)' }),
    });
    try {
      await this.dynamodb.send(command);
      return true;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return false;
      throw error;
    }
  }
}
