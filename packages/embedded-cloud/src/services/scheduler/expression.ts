import { toCronTimes } from './cron';

/** The due times of a schedule. */
export interface Timetable {
  /** Whether the schedule also fires when it starts, as a rate does. */
  readonly firesAtStart: boolean;
  /** The first due time after `after`, both in epoch ms; undefined when there is none. */
  next(after: number): number | undefined;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Parses `rate(5 minutes)`, `cron(0 3 * * ? *)` or `at(2026-11-21T03:00:00)` in UTC; undefined when it is not
 * supported.
 */
export const toTimetable = (expression: string): Timetable | undefined => {
  const [, kind, argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return toRate(argument);
  if (kind === 'at') return toInstant(argument);
  if (kind !== 'cron') return undefined;
  const next = toCronTimes(argument);
  return next && { firesAtStart: false, next };
};

const toRate = (argument: string): Timetable | undefined => {
  const [, count = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument.trim()) ?? [];
  const everyMs = Number(count) * (UNIT_MS[unit] ?? 0);
  return everyMs > 0 ? { firesAtStart: true, next: (after) => after + everyMs } : undefined;
};

const toInstant = (argument: string): Timetable | undefined => {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(argument)) return undefined;
  const at = Date.parse(`${argument}Z`);
  return { firesAtStart: false, next: (after) => (at > after ? at : undefined) };
};
