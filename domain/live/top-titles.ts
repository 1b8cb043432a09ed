/** Streams of the most watched titles by name, and of all others together. */
export interface TopTitles {
  readonly titles: readonly { readonly contentId: string; readonly streams: number }[];
  readonly others: { readonly titles: number; readonly streams: number };
}

/** How many titles are counted by name. */
export const TOP_TITLES = 1_000;

/** The maximum size of all names in UTF-8: an item of any names stays under DynamoDB's 400 KB. */
const MAX_NAME_BYTES = 250_000;

/** The `limit` most watched titles. Ties are ordered by name, so the result is deterministic. */
export const topTitles = (byTitle: ReadonlyMap<string, number>, limit = TOP_TITLES): TopTitles => {
  const ranked = [...byTitle]
    .map(([contentId, streams]) => ({ contentId, streams }))
    .sort((a, b) => b.streams - a.streams || (a.contentId < b.contentId ? -1 : 1));
  let bytes = 0;
  const fitting = ranked.findIndex(({ contentId }) => (bytes += Buffer.byteLength(contentId)) > MAX_NAME_BYTES);
  const named = Math.min(limit, fitting < 0 ? limit : fitting);
  const rest = ranked.slice(named);
  return {
    titles: ranked.slice(0, named),
    others: { titles: rest.length, streams: rest.reduce((sum, { streams }) => sum + streams, 0) },
  };
};
