import type { Content } from '../../lake';

/** Titles as they are to be kept: of each its highest version, and of equal ones what is told now; by content_id. */
export const mergeCatalog = (kept: readonly Content[], told: readonly Content[]): readonly Content[] => {
  const byId = new Map(kept.map((content) => [content.content_id, content]));
  for (const content of told) {
    const before = byId.get(content.content_id);
    if (!before || before.cms_version <= content.cms_version) byId.set(content.content_id, content);
  }
  return [...byId.values()].sort((one, other) => (one.content_id < other.content_id ? -1 : 1));
};
