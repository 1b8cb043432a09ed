import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Item, queryAll, toItem } from 'aws-clients/dynamodb';
import {
  arrivalKey,
  decodePresenceItem,
  decodeProgress,
  presencePartition,
  progressPartition,
} from '../presence-items';
import type { PresencePart } from './publisher';

/** Reads every salt of the presence table. Reads are strongly consistent: see {@link PublisherServices}. */
export class PresenceReader {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
    private readonly salts: number,
  ) {}

  /** When the newest counted record of each session bucket arrived, epoch ms. */
  async progress(): Promise<ReadonlyMap<number, number>> {
    const items = await this.query(progressPartition, '0');
    return new Map(items.map(decodeProgress).map(({ bucket, arrivedAt }) => [bucket, arrivedAt]));
  }

  /** The presence at an instant, of batches whose newest record arrived at `arrivedFrom` or later. */
  async presence(instant: number, arrivedFrom: number): Promise<readonly PresencePart[]> {
    const items = await this.query((salt) => presencePartition(instant, salt), arrivalKey(arrivedFrom));
    return items.map(decodePresenceItem).map(({ partition, batch, payload }) => ({
      name: `${partition} ${batch}`,
      payload: Buffer.from(payload),
    }));
  }

  private async query(partitionOf: (salt: number) => string, from: string): Promise<readonly Item[]> {
    const salts = Array.from({ length: this.salts }, (_, salt) => salt);
    return (await Promise.all(salts.map((salt) => this.queryPartition(partitionOf(salt), from)))).flat();
  }

  private queryPartition(partition: string, from: string): Promise<readonly Item[]> {
    return queryAll(this.dynamodb, {
      TableName: this.tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#partition = :partition AND #batch >= :from',
      ExpressionAttributeNames: { '#partition': 'partition', '#batch': 'batch' },
      ExpressionAttributeValues: toItem({ ':partition': partition, ':from': from }),
    });
  }
}
