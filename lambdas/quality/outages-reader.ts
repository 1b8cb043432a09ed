import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { fromItem } from 'aws-clients/dynamodb';
import type { Outage } from '../../domain/quality';
import { decodeDetection } from './detection-codec';
import { DETECTOR_KEY } from './sums-items';

/** Reads the outages that the detection knows: the same that its messages are about. */
export class OutagesReader {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** The outages of now, the first cause first. */
  async open(): Promise<readonly Outage[]> {
    const command = new GetItemCommand({ TableName: this.tableName, Key: DETECTOR_KEY, ConsistentRead: true });
    const { Item } = await this.dynamodb.send(command);
    return decodeDetection(fromItem(Item))?.detector.outages ?? [];
  }
}
