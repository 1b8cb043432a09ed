import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchGet } from 'aws-clients/dynamodb';
import type { TitleFacts } from '../../domain/features/session-record';
import { decodeTitle, titleKey } from './catalog-items';

/** A correction in the catalog takes effect after this at the latest. */
const KEEP_MS = 10 * 60_000;
/** A title that the catalog does not have is read again sooner: it may be added soon. */
const KEEP_MISSING_MS = 30_000;
/** Far more titles than are watched at a time. When the cache exceeds this, it is emptied. */
const MAX_TITLES = 50_000;

interface CachedFacts {
  readonly facts: TitleFacts | undefined;
  readonly until: number;
}

/** The facts of titles from the catalog, cached because most events are about few titles. */
export const cachedTitleFacts = (
  dynamodb: DynamoDBClient,
  tableName: string,
  now: () => number,
): ((contentIds: readonly string[]) => Promise<ReadonlyMap<string, TitleFacts>>) => {
  const cache = new Map<string, CachedFacts>();
  return async (contentIds) => {
    const missing = contentIds.filter((contentId) => (cache.get(contentId)?.until ?? 0) <= now());
    if (cache.size + missing.length > MAX_TITLES) cache.clear();
    const items = await batchGet(dynamodb, tableName, missing.map(titleKey), { isConsistent: false });
    const found = new Map(items.map(decodeTitle).map(({ contentId, facts }) => [contentId, facts]));
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
