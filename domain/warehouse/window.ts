import { addDays, dateOf, type LakeDate, startOf } from '../lake';

/** How many dates the warehouse shows: today and the days before it. */
export const SHOWN_DAYS = 7;

/** One date of the warehouse. */
export interface WarehouseDay {
  readonly date: LakeDate;
  /** Start of the date, inclusive, and its end, exclusive; epoch ms. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly isShown: boolean;
}

/**
 * The dates that have a table, oldest first. Seven dates are shown. The date before them is kept for sessions that began on
 * it and continue into the window, and tomorrow's for events from a slightly fast clock around midnight.
 */
export const warehouseWindow = (now: number): readonly WarehouseDay[] => {
  const today = dateOf(now);
  return Array.from({ length: SHOWN_DAYS + 2 }, (_, index) => {
    const date = addDays(today, index - SHOWN_DAYS);
    return { date, fromMs: startOf(date), toMs: startOf(addDays(date, 1)), isShown: index > 0 && index <= SHOWN_DAYS };
  });
};

/** The shown dates, oldest first. */
export const shownDates = (now: number): readonly LakeDate[] =>
  warehouseWindow(now).flatMap(({ date, isShown }) => (isShown ? [date] : []));
