/** Splits items into chunks of at most `size`, in order. */
export const chunksOf = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, chunk) => items.slice(chunk * size, (chunk + 1) * size));

/** Maps items concurrently, `concurrency` of them at a time; the results are in the order of the items. */
export const mapConcurrently = async <Item, Result>(
  items: readonly Item[],
  concurrency: number,
  map: (item: Item) => Promise<Result>,
): Promise<readonly Result[]> => {
  const results: Result[] = [];
  for (const chunk of chunksOf(items, concurrency)) results.push(...(await Promise.all(chunk.map(map))));
  return results;
};
