import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import type { TitleFacts } from '../../domain/features/session-record';
import type { Content } from '../../domain/lake';
import { Fields } from '../foundation/fields';

/* The catalog table: one item per title. */

/** The key of a title. */
export const titleKey = (contentId: string): Item => toItem({ content_id: contentId });

/** A title with an attribute for each field that is not null. */
export const encodeTitle = (content: Content): Item =>
  toItem(
    Object.fromEntries(
      Object.entries(content).map(([name, value]: [string, string | number | null]) => [name, value ?? undefined]),
    ),
  );

/** The part of a title that features and tools need. */
export interface CatalogTitle {
  readonly contentId: string;
  readonly title?: string;
  readonly facts: TitleFacts;
}

export const decodeTitle = (item: unknown): CatalogTitle => {
  const fields = new Fields(fromItem(item), 'title of the catalog');
  const title = fields.optional('title', (name) => fields.text(name));
  const genre = fields.optional('genre', (name) => fields.text(name));
  const durationMs = fields.optional('duration_ms', (name) => fields.number(name));
  return {
    contentId: fields.text('content_id'),
    ...(title !== undefined && { title }),
    facts: { ...(genre !== undefined && { genre }), ...(durationMs !== undefined && { durationMs }) },
  };
};
