import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { fromItem, toItem } from 'aws-clients/dynamodb';
import { decodeDetection, encodeDetection, type StoredDetection } from '../detection-codec';
import { DETECTOR_KEY } from '../sums-items';

/** Keeps the state of the detection. One run owns it: the one that started last. */
export class DetectorStore {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** Takes the state over for the run that started at a time; undefined if there is none yet, or if a later run has taken it. */
  async takeOver(startedAt: number): Promise<StoredDetection | undefined> {
    const item = await this.update(startedAt, 'SET run_started_at_ms = :startedAt', {});
    return decodeDetection(fromItem(item));
  }

  /** Stores the state; false, and nothing is stored, if a later run has taken it over. */
  async save(startedAt: number, detection: StoredDetection): Promise<boolean> {
    const values = { ':detection': encodeDetection(detection).detection };
    const update = 'SET run_started_at_ms = :startedAt, detection = :detection';
    return (await this.update(startedAt, update, values)) !== undefined;
  }

  private async update(startedAt: number, UpdateExpression: string, values: Readonly<Record<string, string>>) {
    const command = new UpdateItemCommand({
      TableName: this.tableName,
      Key: DETECTOR_KEY,
      UpdateExpression,
      ConditionExpression: 'attribute_not_exists(run_started_at_ms) OR run_started_at_ms <= :startedAt',
      ExpressionAttributeValues: toItem({ ':startedAt': startedAt, ...values }),
      ReturnValues: 'ALL_NEW',
    });
    try {
      return (await this.dynamodb.send(command)).Attributes;
    } catch (error) {
      if (error instanceof ConditionalCheckFailedException) return undefined;
      throw error;
    }
  }
}
