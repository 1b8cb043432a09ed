import { type AttributeValue, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { arrivalKey, presencePartition, progressPartition } from '../presence-table';
import type { PresencePart } from './publisher';

/** Reads the presence table, every salt of it. Reads are strongly consistent: see {@link PublisherServices}. */
export class PresenceReader {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly salts: number,
  ) {}

  /** By bucket, when its newest counted record arrived, epoch ms. */
  async progress(): Promise<ReadonlyMap<number, number>> {
    const items = await this.query(progressPartition, '0');
    return new Map(items.map(({ batch, arrived_at }) => [Number(batch?.S), Number(arrived_at?.N)]));
  }

  /** What batches told of an instant whose newest record arrived at `arrivedFrom` or later. */
  async presence(instant: number, arrivedFrom: number): Promise<readonly PresencePart[]> {
    const items = await this.query((salt) => presencePartition(instant, salt), arrivalKey(arrivedFrom));
    return items.map(({ partition, batch, payload }) => ({
      name: `${partition?.S ?? ''} ${batch?.S ?? ''}`,
      payload: Buffer.from(payload?.B ?? []),
    }));
  }

  private async query(partitionOf: (salt: number) => string, from: string): Promise<Record<string, AttributeValue>[]> {
    const salts = Array.from({ length: this.salts }, (_, salt) => salt);
    return (await Promise.all(salts.map((salt) => this.queryPartition(partitionOf(salt), from)))).flat();
  }

  private async queryPartition(partition: string, from: string): Promise<Record<string, AttributeValue>[]> {
    const pages = paginateQuery(
      { client: this.client },
      {
        TableName: this.tableName,
        ConsistentRead: true,
        KeyConditionExpression: '#partition = :partition AND #batch >= :from',
        ExpressionAttributeNames: { '#partition': 'partition', '#batch': 'batch' },
        ExpressionAttributeValues: { ':partition': { S: partition }, ':from': { S: from } },
      },
    );
    const items: Record<string, AttributeValue>[] = [];
    for await (const page of pages) items.push(...(page.Items ?? []));
    return items;
  }
}
