const DAY_MS = 86_400_000;

/** Long enough to find a 29th of February on a given weekday. */
const HORIZON_DAYS = 366 * 29;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * Parses `minutes hours day-of-month month day-of-week year` into a function that returns the first due time after a
 * given time (epoch ms, UTC). Numbers, names, lists, ranges, steps, * and ? are supported. L, W, # and specific years
 * are not: the result is undefined.
 */
export const toCronTimes = (argument: string): ((after: number) => number | undefined) | undefined => {
  const [minutes, hours, days, months, weekdays, years, ...rest] = argument.trim().split(/\s+/);
  if (years !== '*' || rest.length > 0 || (days === '?') === (weekdays === '?')) return undefined;
  const minuteSet = toSet(minutes, 0, 59);
  const hourSet = toSet(hours, 0, 23);
  const daySet = toSet(days, 1, 31);
  const monthSet = toSet(months, 1, 12, MONTHS);
  const weekdaySet = toSet(weekdays, 1, 7, WEEKDAYS);
  if (!minuteSet || !hourSet || !daySet || !monthSet || !weekdaySet) return undefined;
  const isDue = (day: Date): boolean =>
    daySet.has(day.getUTCDate()) && monthSet.has(day.getUTCMonth() + 1) && weekdaySet.has(day.getUTCDay() + 1);
  const times = [...hourSet].flatMap((hour) => [...minuteSet].map((minute) => (hour * 60 + minute) * 60_000));
  times.sort((a, b) => a - b);
  return (after) => {
    const today = Math.floor(after / DAY_MS) * DAY_MS;
    for (let day = today; day < today + HORIZON_DAYS * DAY_MS; day += DAY_MS) {
      const time = isDue(new Date(day)) ? times.find((offset) => day + offset > after) : undefined;
      if (time !== undefined) return day + time;
    }
    return undefined;
  };
};

/** The values of a field; undefined when the field is not supported. */
const toSet = (field = '', min: number, max: number, names: readonly string[] = []): Set<number> | undefined => {
  const values = new Set<number>();
  for (const part of field.split(',')) {
    const range = toRange(part, min, max, names);
    if (!range) return undefined;
    for (let value = range.first; value <= range.last; value += range.step) values.add(value);
  }
  return values;
};

/** Parses `*`, `5`, `5-10`, `0/15` or `FRI`. */
const toRange = (part: string, min: number, max: number, names: readonly string[]) => {
  const [, from = '', to, every] = /^([*?]|\w+)(?:-(\w+))?(?:\/(\d+))?$/.exec(part) ?? [];
  const isAll = from === '*' || from === '?';
  const first = isAll ? min : toNumber(from, min, names);
  const last = isAll || (to === undefined && every !== undefined) ? max : toNumber(to ?? from, min, names);
  const step = Number(every ?? 1);
  const isValid = first >= min && last <= max && first <= last && step > 0;
  return isValid ? { first, last, step } : undefined;
};

const toNumber = (text: string, min: number, names: readonly string[]): number => {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return named + min;
  return /^\d+$/.test(text) ? Number(text) : NaN;
};
