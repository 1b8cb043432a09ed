import { type DynamoDBClient, GetItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import { queryAll } from 'aws-clients/dynamodb';
import { INSTANT_MS } from '../../domain/live/instants';
import {
  COMPLETENESS_PROJECTION,
  decodeCompleteness,
  decodeTitles,
  decodeTotal,
  liveCountsBetween,
  liveCountsKey,
  type LiveTitles,
  type LiveTotal,
} from './live-counts-items';

/** Titles are not shown if the newest complete instant is older than this, ms: they would mislead. */
const NEWEST_WITHIN_MS = 600_000;

/** Reads the live counts table. */
export class LiveCountsReader {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
  ) {}

  /** Totals of the instants from one to another, both included, in order of time. */
  async between(from: number, to: number): Promise<readonly LiveTotal[]> {
    const query = { ...liveCountsBetween(this.tableName, 'all', from, to), ConsistentRead: true };
    return (await queryAll(this.dynamodb, query)).map(decodeTotal);
  }

  /** The titles of one instant; undefined if it is not published. */
  async titlesAt(instant: number): Promise<LiveTitles | undefined> {
    const Key = liveCountsKey('titles', instant);
    const { Item } = await this.dynamodb.send(
      new GetItemCommand({ TableName: this.tableName, Key, ConsistentRead: true }),
    );
    return Item && decodeTitles(Item);
  }

  /** The titles of the newest complete instant; undefined if no instant of the last ten minutes is complete. */
  async newestTitles(): Promise<LiveTitles | undefined> {
    const { Items = [] } = await this.dynamodb.send(
      new QueryCommand({
        ...liveCountsBetween(this.tableName, 'all', 0, Number.MAX_SAFE_INTEGER),
        ProjectionExpression: COMPLETENESS_PROJECTION,
        ScanIndexForward: false,
        Limit: NEWEST_WITHIN_MS / INSTANT_MS,
      }),
    );
    const newest = Items.map(decodeCompleteness).find(({ complete }) => complete);
    return newest && this.titlesAt(newest.instant);
  }
}
