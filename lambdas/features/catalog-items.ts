import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import type { TitleFacts } from '../../domain/features/session-record';
import type { Content } from '../../domain/lake';

type Item = Record<string, AttributeValue>;

/** The key of a title in the catalog table. */
export const contentKey = (contentId: string): Item => ({ content_id: { S: contentId } });

/** A title as the catalog table holds it, a field an attribute; what is null is left out. */
export const contentItem = (content: Content): Item =>
  Object.fromEntries(
    Object.entries(content).flatMap(([name, value]: [string, string | number | null]) => {
      if (value === null) return [];
      return [[name, typeof value === 'number' ? { N: String(value) } : { S: value }]];
    }),
  );

/** What features need of a title. */
export const factsIn = (item: Item): TitleFacts => ({
  ...(item['genre']?.S !== undefined && { genre: item['genre'].S }),
  ...(item['duration_ms']?.N !== undefined && { durationMs: Number(item['duration_ms'].N) }),
});
