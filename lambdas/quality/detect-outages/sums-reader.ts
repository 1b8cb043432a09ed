import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { queryAll, toItem } from 'aws-clients/dynamodb';
import { decodeSums, type PeriodSums, WINDOW_MS } from '../../../domain/quality';
import { timeKey } from '../../foundation/time-key';
import { decodeSumsItem, sumsPartitions, type SumsItem } from '../sums-items';

/**
 * A batch may become readable this long after the time in its key: that is of the first attempt to write it, by the clock of another
 * function.
 */
const SLACK_MS = 12_000;

/** Reads what `watch-quality` has written since the last read, each batch once. The first read reaches back for the whole window. */
export class SumsReader {
  private readUpTo: number | undefined;
  /** The batches of the last read; the next one overlaps with it. */
  private lastRead: ReadonlySet<string> = new Set();

  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
    private readonly salts: number,
    /** Called with a batch that cannot be read: it is left out. */
    private readonly onUnreadable: (batch: string, error: unknown) => void,
  ) {}

  async read(now: number): Promise<readonly PeriodSums[]> {
    const from = Math.max(this.readUpTo ?? 0, now - WINDOW_MS) - SLACK_MS;
    const partitions = sumsPartitions(from, now + SLACK_MS, this.salts);
    const items = (await Promise.all(partitions.map((partition) => this.query(partition, timeKey(from))))).flat();
    const fresh = items.filter(({ batch }) => !this.lastRead.has(batch));
    this.lastRead = new Set(items.map(({ batch }) => batch));
    this.readUpTo = now;
    return fresh.flatMap((item) => this.decode(item));
  }

  private decode({ batch, payload }: SumsItem): readonly PeriodSums[] {
    try {
      return [decodeSums(payload)];
    } catch (error) {
      this.onUnreadable(batch, error);
      return [];
    }
  }

  private async query(partition: string, from: string): Promise<readonly SumsItem[]> {
    const items = await queryAll(this.dynamodb, {
      TableName: this.tableName,
      KeyConditionExpression: '#partition = :partition AND #batch >= :from',
      ExpressionAttributeNames: { '#partition': 'partition', '#batch': 'batch' },
      ExpressionAttributeValues: toItem({ ':partition': partition, ':from': from }),
      ConsistentRead: true, // the sums of an outage must not wait for a replica
    });
    return items.map(decodeSumsItem);
  }
}
