import { ConditionalCheckFailedException, type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type Item, toItem } from 'aws-clients/dynamodb';
import { topTitles } from '../../../domain/live/top-titles';
import { encodeRevision, encodeTitles, encodeTotal, liveCountsKey, type LiveCountsScope } from '../live-counts-items';
import type { PublishedInstant } from './publisher';

/**
 * Writes one instant to the live counts: its titles first, then its total, so that a reader of the total also finds the
 * titles. An older revision never overwrites a newer one.
 */
export class LiveCountsWriter {
  constructor(
    private readonly dynamodb: DynamoDBClient,
    private readonly tableName: string,
    private readonly keepSeconds: number,
  ) {}

  async publish(published: PublishedInstant): Promise<void> {
    const { counts, publishedAt } = published;
    await this.write('titles', published, encodeTitles(topTitles(counts.byTitle)));
    await this.write('all', published, encodeTotal(counts.all, counts.byDevice, publishedAt));
  }

  private async write(
    scope: Exclude<LiveCountsScope, 'publisher'>,
    published: PublishedInstant,
    content: Item,
  ): Promise<void> {
    const { instant, revision, publishedAt } = published;
    const { complete, closed, verifiedUpToMs } = published.completeness;
    const expiresAtSeconds = Math.ceil(instant / 1000) + this.keepSeconds;
    const attributes = {
      ...content,
      ...encodeRevision({ revision, closed, verifiedUpTo: verifiedUpToMs, expiresAtSeconds }),
    };
    const names = Object.keys(attributes);
    // A complete count stays complete: a publisher that has just started may not yet know that it is.
    const completeness = complete
      ? ['complete = :complete', 'completed_at_ms = if_not_exists(completed_at_ms, :now)']
      : ['complete = if_not_exists(complete, :complete)'];
    const command = new UpdateItemCommand({
      TableName: this.tableName,
      Key: liveCountsKey(scope, instant),
      UpdateExpression: `SET ${[...names.map((name) => `#${name} = :${name}`), ...completeness].join(', ')}`,
      ConditionExpression: 'attribute_not_exists(#revision) OR #revision < :revision',
      ExpressionAttributeNames: Object.fromEntries(names.map((name) => [`#${name}`, name])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`:${name}`, value])),
        ...toItem({ ':complete': complete, ':now': complete ? publishedAt : undefined }),
      },
    });
    await this.dynamodb.send(command).catch((error: unknown) => {
      if (!(error instanceof ConditionalCheckFailedException)) throw error; // otherwise another publisher was ahead
    });
  }
}
