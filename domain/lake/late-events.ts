import { addDays, type LakeDate } from './dates';

/** When a daily run rewrites a date only because of late events: events that were received more than an hour after they happened. */
export interface LateEventsPolicy {
  /**
   * The share of all events that arrived since the last run, 0 to 1, from which a date is rewritten at once. With fewer late
   * events, the date waits for its weekly turn. 0: no date waits.
   */
  readonly rewriteFromShare: number;
  /** The most dates that one run rewrites only because of late events; the others are the first of the next run. */
  readonly datesPerRun: number;
}

/** The events of one date that arrived since the last daily run. */
export interface ArrivedEvents {
  readonly date: LakeDate;
  readonly events: number;
  /** How many of them were received within an hour after they happened. */
  readonly prompt: number;
}

/** A date with late events that no run has written yet. */
export interface WaitingDate {
  readonly date: LakeDate;
  /** The date of the run that found the first of them. */
  readonly since: LakeDate;
  /** How many they are, at least. */
  readonly events: number;
}

const WEEK_DAYS = 7;

/**
 * Chooses the dates that a daily run writes. A date with prompt events is always written, because the ledger expects them in
 * the curated table. A date with late events only is written if they are a large enough share, or on its weekly turn: 7, 14,
 * 21, 28 and 35 days after the date. The dates that have waited longest come first.
 */
export const chooseDates = (
  arrived: readonly ArrivedEvents[],
  waited: readonly WaitingDate[],
  today: LakeDate,
  { rewriteFromShare, datesPerRun }: LateEventsPolicy,
): { readonly dates: readonly LakeDate[]; readonly waiting: readonly WaitingDate[] } => {
  const prompt = new Set(arrived.flatMap(({ date, prompt }) => (prompt > 0 ? [date] : [])));
  const late = new Map(waited.flatMap((one) => (prompt.has(one.date) ? [] : [[one.date, one] as const])));
  for (const { date, events } of arrived) {
    const known = late.get(date);
    if (prompt.has(date)) continue;
    late.set(date, { date, since: known?.since ?? today, events: (known?.events ?? 0) + events });
  }
  const enough = rewriteFromShare * arrived.reduce((sum, { events }) => sum + events, 0);
  const isDue = ({ date, since, events }: WaitingDate): boolean => events >= enough || turnAfter(date, since) <= today;
  const due = [...late.values()].filter(isDue).sort(longestWaitFirst).slice(0, datesPerRun);
  const dates = [...prompt, ...due.map(({ date }) => date)].sort();
  const chosen = new Set(dates);
  return { dates, waiting: [...late.values()].filter(({ date }) => !chosen.has(date)) };
};

const longestWaitFirst = (one: WaitingDate, other: WaitingDate): number =>
  `${one.since} ${one.date}` < `${other.since} ${other.date}` ? -1 : 1;

/** The first turn of a date on or after the day on which it began to wait. */
const turnAfter = (date: LakeDate, since: LakeDate): LakeDate => {
  let turn = date;
  while (turn < since) turn = addDays(turn, WEEK_DAYS);
  return turn;
};
