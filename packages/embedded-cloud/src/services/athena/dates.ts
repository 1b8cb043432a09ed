/** Milliseconds of a day in UTC. */
export const DAY_MS = 86_400_000;

/** The date of an instant (epoch ms) in UTC, as partitions are named: yyyy-MM-dd. */
export const dateOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10);

/** The first instant of a date, epoch ms. */
export const startOf = (date: string): number => Date.parse(`${date}T00:00:00Z`);

/** Every date from `first` to `last`, both included. */
export const datesBetween = (first: string, last: string): readonly string[] => {
  const dates: string[] = [];
  for (let date = first; date <= last; date = dateOf(startOf(date) + DAY_MS)) dates.push(date);
  return dates;
};
