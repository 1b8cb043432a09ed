/** A date in UTC as partitions are named by it: yyyy-MM-dd. */
export type LakeDate = string;

/** Milliseconds of a day in UTC. */
export const DAY_MS = 86_400_000;

/** Events reach the collector within 30 days of happening, or are refused; see domain/events/correct-clock.ts. */
export const LATEST_ARRIVAL_DAYS = 30;

/** The date of an instant, epoch ms. */
export const dateOf = (epochMs: number): LakeDate => new Date(epochMs).toISOString().slice(0, 10);

/** The first instant of a date, epoch ms; throws a RangeError for what is no date. */
export const startOf = (date: LakeDate): number => {
  const epochMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (Number.isNaN(epochMs) || dateOf(epochMs) !== date)
    throw new RangeError(`"${date}" is no date such as 2026-11-24.`);
  return epochMs;
};

/** The date so many days later. */
export const addDays = (date: LakeDate, days: number): LakeDate => dateOf(startOf(date) + days * DAY_MS);

/** The Monday of the date's week. */
export const weekOf = (date: LakeDate): LakeDate => addDays(date, -((new Date(startOf(date)).getUTCDay() + 6) % 7));
