import { createHash } from 'node:crypto';
import { addDays, dateOf, datesBetween, type LakeDate, startOf } from '../../domain/lake';
import { UsageError } from '../command/errors';
import type { Shape } from '../simulator/shape';
import type { PastParameters } from './past-day-generator';

/** The options of `npm run history` that determine the days to generate. */
export interface HistoryOptions {
  readonly days: number;
  readonly sessionsPerDay: number;
  /** The last date; two days ago if absent. */
  readonly until?: string | undefined;
  /** The shapes of measured sessions. */
  readonly trace?: readonly Shape[] | undefined;
  readonly seed: string;
}

/** The days to generate. */
export interface HistoryPlan {
  readonly dates: readonly LakeDate[];
  readonly past: Omit<PastParameters, 'keyring'>;
}

/** Checks the options and derives the dates; throws {@link UsageError}. */
export const planHistory = (options: HistoryOptions, now: number): HistoryPlan => {
  const { days, sessionsPerDay: sessions, seed, trace } = options;
  const latest = addDays(dateOf(now), -2); // events of sessions that began late yesterday may still arrive
  const until = options.until ?? latest;
  checkWholeNumber('days', days);
  checkWholeNumber('sessions-per-day', sessions);
  if (!isDate(until) || until > latest) throw new UsageError(`--until must be a date up to ${latest}, not "${until}"`);
  return {
    dates: datesBetween(addDays(until, 1 - days), until),
    past: { seed, run: runOf([seed, sessions, trace ?? null]), trace, sessions },
  };
};

const checkWholeNumber = (option: string, value: number): void => {
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${option} must be a whole number of at least 1`);
};

/**
 * Names a history in session ids and object keys: the same options give the same name, so a second run overwrites the
 * first.
 */
const runOf = (options: unknown): string =>
  `past-${createHash('sha256').update(JSON.stringify(options)).digest('hex').slice(0, 8)}`;

const isDate = (text: string): boolean => {
  try {
    return startOf(text) >= 0;
  } catch {
    return false;
  }
};
