/** A date in UTC, as in partition names: yyyy-MM-dd. */
export type LakeDate = string;

/** The length of a day in UTC, ms. */
export const DAY_MS = 86_400_000;

/** The collector refuses events that are older than 30 days; see domain/ingest/correct-clock.ts. */
export const LATEST_ARRIVAL_DAYS = 30;

/** The date of a time, epoch ms. */
export const dateOf = (epochMs: number): LakeDate => new Date(epochMs).toISOString().slice(0, 10);

/** The first millisecond of a date, epoch ms; throws a RangeError for an invalid date. */
export const startOf = (date: LakeDate): number => {
  const epochMs = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : NaN;
  if (Number.isNaN(epochMs) || dateOf(epochMs) !== date)
    throw new RangeError(`"${date}" is not a date such as 2026-11-24.`);
  return epochMs;
};

/** The date that many days later; earlier for a negative number. */
export const addDays = (date: LakeDate, days: number): LakeDate => dateOf(startOf(date) + days * DAY_MS);

/** The Monday of the date's week. */
export const weekOf = (date: LakeDate): LakeDate => addDays(date, -((new Date(startOf(date)).getUTCDay() + 6) % 7));
