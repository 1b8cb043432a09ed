import { type AttributeValue, DynamoDBClient, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { PlaceSettings } from 'aws-clients';

/** One published instant, as a reader of the live counts receives it. */
export interface PublishedCount {
  /** Epoch ms. */
  readonly instant: number;
  readonly streams: number;
  readonly rebuffering: number;
  readonly byDevice: ReadonlyMap<string, number>;
  readonly complete: boolean;
  readonly closed: boolean;
  /** From the instant until its count was complete, ms; undefined if it is not complete. */
  readonly completedAfterMs: number | undefined;
}

/** Streams by title at one instant. */
export interface PublishedTitles {
  readonly instant: number;
  /** Most watched first. */
  readonly titles: readonly { readonly contentId: string; readonly streams: number }[];
  readonly others: { readonly titles: number; readonly streams: number };
}

/** Reads the table of live counts through the endpoint, as a dashboard would. */
export class LiveCountsReader {
  private readonly client: DynamoDBClient;

  constructor(
    settings: PlaceSettings,
    private readonly tableName: string,
  ) {
    this.client = new DynamoDBClient(settings);
  }

  /** The totals of the instants in a time range (epoch ms, both ends included), in order. */
  async between(from: number, to: number): Promise<readonly PublishedCount[]> {
    const counts: PublishedCount[] = [];
    for await (const { Items = [] } of paginateQuery({ client: this.client }, this.query('all', from, to))) {
      counts.push(...Items.map(toCount));
    }
    return counts;
  }

  /** The titles at one instant; undefined if it is not published. */
  async titlesAt(instant: number): Promise<PublishedTitles | undefined> {
    const { Items = [] } = await this.client.send(new QueryCommand(this.query('titles', instant, instant)));
    return Items[0] && toTitles(Items[0]);
  }

  private query(scope: string, from: number, to: number) {
    return {
      TableName: this.tableName,
      ConsistentRead: true,
      KeyConditionExpression: '#scope = :scope AND instant_ms BETWEEN :from AND :to',
      ExpressionAttributeNames: { '#scope': 'scope' },
      ExpressionAttributeValues: { ':scope': { S: scope }, ':from': { N: String(from) }, ':to': { N: String(to) } },
    };
  }
}

const INSTANT_MS = 10_000;

/** The instant at or before a time, epoch ms. */
export const instantBefore = (epochMs: number): number => Math.floor(epochMs / INSTANT_MS) * INSTANT_MS;

type Item = Record<string, AttributeValue>;

const numberIn = (value: AttributeValue | undefined): number => Number(value?.N ?? 0);

const toCount = (item: Item): PublishedCount => {
  const instant = numberIn(item['instant_ms']);
  const completedAt = item['completed_at_ms']?.N;
  return {
    instant,
    streams: numberIn(item['streams']),
    rebuffering: numberIn(item['rebuffering']),
    byDevice: new Map(
      Object.entries(item['by_device']?.M ?? {}).map(([device, count]) => [device, numberIn(count.M?.['streams'])]),
    ),
    complete: item['complete']?.BOOL ?? false,
    closed: item['closed']?.BOOL ?? false,
    completedAfterMs: completedAt === undefined ? undefined : Number(completedAt) - instant,
  };
};

const toTitles = (item: Item): PublishedTitles => ({
  instant: numberIn(item['instant_ms']),
  titles: (item['titles']?.L ?? []).map(({ M: title }) => ({
    contentId: title?.['content_id']?.S ?? '',
    streams: numberIn(title?.['streams']),
  })),
  others: { titles: numberIn(item['others']?.M?.['titles']), streams: numberIn(item['others']?.M?.['streams']) },
});
