import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mapConcurrently } from 'aws-clients';
import { type Item, queryAll, toItem } from 'aws-clients/dynamodb';
import { timeKey } from '../../foundation/time-key';
import {
  boundsPartition,
  decodePresenceItem,
  decodeProgress,
  minutesBetween,
  presencePartition,
  progressPartition,
} from '../presence-items';
import type { PresencePart } from './presence-part';

/** A new publisher reads the bounds of many minutes. */
const MINUTES_AT_ONCE = 4;

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
    return (await this.query((salt) => presencePartition(instant, salt), timeKey(arrivedFrom))).map(toPart);
  }

  /** The bounds of playbacks, of batches whose newest record arrived between two times, both included. */
  async bounds(arrivedFrom: number, arrivedTo: number): Promise<readonly PresencePart[]> {
    const from = timeKey(arrivedFrom);
    const minutes = minutesBetween(arrivedFrom, arrivedTo);
    const found = await mapConcurrently(minutes, MINUTES_AT_ONCE, (minute) =>
      this.query((salt) => boundsPartition(minute, salt), from),
    );
    return found.flat().map(toPart);
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

const toPart = (item: Item): PresencePart => {
  const { partition, batch, payload } = decodePresenceItem(item);
  return { name: `${partition} ${batch}`, payload: Buffer.from(payload) };
};
