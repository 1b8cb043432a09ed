import type { Content } from '../../lake';

/**
 * Merges two lists of titles, sorted by content_id. The higher version of a title wins; of equal versions, the incoming
 * one.
 */
export const mergeCatalog = (kept: readonly Content[], incoming: readonly Content[]): readonly Content[] => {
  const byId = new Map(kept.map((content) => [content.content_id, content]));
  for (const content of incoming) {
    const before = byId.get(content.content_id);
    if (!before || before.cms_version <= content.cms_version) byId.set(content.content_id, content);
  }
  return [...byId.values()].sort((one, other) => (one.content_id < other.content_id ? -1 : 1));
};
