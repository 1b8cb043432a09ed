import { addDays, dateOf, type LakeDate, startOf } from '../lake';

/** How many dates the warehouse shows: today and those before it. */
export const SHOWN_DAYS = 7;

/** One date of the warehouse. */
export interface WarehouseDay {
  readonly date: LakeDate;
  /** Epoch ms: from its start up to, not including, that of the next. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly isShown: boolean;
}

/**
 * The dates that have a table, oldest first. Seven are shown. One more is kept before them, for sessions that began on it
 * and go on into the window; and tomorrow's, for events by a clock that is a little fast around midnight.
 */
export const warehouseWindow = (now: number): readonly WarehouseDay[] => {
  const today = dateOf(now);
  return Array.from({ length: SHOWN_DAYS + 2 }, (_, index) => {
    const date = addDays(today, index - SHOWN_DAYS);
    return { date, fromMs: startOf(date), toMs: startOf(addDays(date, 1)), isShown: index > 0 && index <= SHOWN_DAYS };
  });
};

/** The dates shown, oldest first. */
export const shownDates = (now: number): readonly LakeDate[] =>
  warehouseWindow(now).flatMap(({ date, isShown }) => (isShown ? [date] : []));
