import {
  type AttributeValue,
  ConditionalCheckFailedException,
  type DynamoDBClient,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { StreamCount } from '../../../domain/live/instant-presence';
import { topTitles } from '../../../domain/live/top-titles';
import type { PublishedInstant } from './publisher';

/**
 * Writes one instant to the live counts: an item of scope `titles`, then one of scope `all`, so that whoever finds the
 * total finds its titles. An older revision never overwrites a newer one.
 */
export class LiveCountsWriter {
  constructor(
    private readonly client: DynamoDBClient,
    private readonly tableName: string,
    private readonly keepSeconds: number,
  ) {}

  async publish(published: PublishedInstant): Promise<void> {
    const { titles, others } = topTitles(published.counts.byTitle);
    await this.write('titles', published, {
      titles: {
        L: titles.map(({ contentId, streams }) => ({ M: { content_id: { S: contentId }, streams: n(streams) } })),
      },
      others: { M: { titles: n(others.titles), streams: n(others.streams) } },
    });
    await this.write('all', published, {
      ...countAttributes(published.counts.all),
      by_device: { M: mapValues(published.counts.byDevice, (count) => ({ M: countAttributes(count) })) },
      published_at_ms: n(published.publishedAt),
    });
  }

  private async write(
    scope: string,
    published: PublishedInstant,
    content: Record<string, AttributeValue>,
  ): Promise<void> {
    const { instant, revision, completeness } = published;
    const attributes = {
      ...content,
      revision: n(revision),
      closed: { BOOL: completeness.closed },
      ...(completeness.verifiedUpToMs !== undefined && { verified_up_to_ms: n(completeness.verifiedUpToMs) }),
      expires_at: n(Math.ceil(instant / 1000) + this.keepSeconds),
    };
    const names = Object.keys(attributes);
    const sets = names.map((name) => `#${name} = :${name}`);
    // What was complete stays complete: a publisher that has just started may not know yet why.
    const mark = completeness.complete
      ? ['complete = :complete', 'completed_at_ms = if_not_exists(completed_at_ms, :now)']
      : ['complete = if_not_exists(complete, :complete)'];
    const command = new UpdateItemCommand({
      TableName: this.tableName,
      Key: { scope: { S: scope }, instant_ms: n(instant) },
      UpdateExpression: `SET ${[...sets, ...mark].join(', ')}`,
      ConditionExpression: 'attribute_not_exists(#revision) OR #revision < :revision',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...mapKeys(attributes, (name) => `:${name}`),
        ':complete': { BOOL: completeness.complete },
        ...(completeness.complete && { ':now': n(published.publishedAt) }),
      },
    });
    await this.client.send(command).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error; // else another publisher knew more
    });
  }
}

const n = (value: number): AttributeValue.NMember => ({ N: String(value) });

const countAttributes = ({ streams, rebuffering }: StreamCount): Record<string, AttributeValue> => ({
  streams: n(streams),
  rebuffering: n(rebuffering),
});

const mapValues = <From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));

const mapKeys = <Value>(record: Readonly<Record<string, Value>>, map: (key: string) => string): Record<string, Value> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [map(key), value]));
