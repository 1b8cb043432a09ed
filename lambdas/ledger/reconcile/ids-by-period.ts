/** Groups rows of a period (epoch ms) and an event id by period. */
export const idsByPeriod = (rows: Iterable<readonly unknown[]>): ReadonlyMap<number, ReadonlySet<string>> => {
  const byPeriod = new Map<number, Set<string>>();
  for (const [period, id] of rows) {
    const ids = byPeriod.get(Number(period)) ?? new Set();
    if (ids.size === 0) byPeriod.set(Number(period), ids);
    ids.add(String(id));
  }
  return byPeriod;
};
