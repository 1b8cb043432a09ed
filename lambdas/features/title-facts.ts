import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet } from 'aws-clients/dynamodb';
import { contentKey, factsIn } from './catalog-items';
import type { TitleFacts } from '../../domain/features/session-record';

/** A title that the catalog corrects is seen anew after this. */
const KEEP_MS = 10 * 60_000;
/** One that was not there is looked for again sooner: its metadata may be on its way. */
const KEEP_MISSING_MS = 30_000;
/** Far more than are watched at a time; beyond it the cache begins anew. */
const MOST_TITLES = 50_000;

interface Kept {
  readonly facts: TitleFacts | undefined;
  readonly until: number;
}

/** What the catalog says of titles, kept for a while: a few titles make up most of the events. */
export const cachedTitleFacts = (
  dynamodb: DynamoDBClient,
  tableName: string,
  now: () => number,
): ((contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>) => {
  const cache = new Map<string, Kept>();
  return async (contentIds) => {
    const missing = contentIds.filter((contentId) => (cache.get(contentId)?.until ?? 0) <= now());
    if (cache.size + missing.length > MOST_TITLES) cache.clear();
    const items = await batchGet(dynamodb, tableName, missing.map(contentKey), { isConsistent: false });
    const found = new Map(items.map((item) => [item['content_id']?.S, factsIn(item)]));
    for (const contentId of missing) {
      const facts = found.get(contentId);
      cache.set(contentId, { facts, until: now() + (facts ? KEEP_MS : KEEP_MISSING_MS) });
    }
    return new Map(
      contentIds.flatMap((contentId) => {
        const facts = cache.get(contentId)?.facts;
        return facts ? [[contentId, facts] as const] : [];
      }),
    );
  };
};
