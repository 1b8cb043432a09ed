import { PERIOD_MS } from '../period';
import { evidence } from './evidence';
import type { Measure, Trials } from './problem';
import { type RecentCohort, WINDOW_MS } from './recent-sums';

/** The part of a cohort's recent past that shows a problem best. */
export interface Window extends Trials {
  /** When its first period starts, epoch ms. */
  readonly since: number;
  readonly evidence: number;
}

/** Fewer bad trials are no outage, whatever their ratio. */
const MIN_BAD = 5;

/**
 * Of all windows that end with the newest period, the one with the most evidence: a large sample shows a problem in one period,
 * and a small one in several. It does not begin before `from`, epoch ms. undefined if no window has enough bad trials above
 * the limit. This is a window-limited generalized likelihood ratio test. Source: T. L. Lai, "Sequential changepoint detection in
 * quality control and dynamical systems", 1995.
 */
export const strongestWindow = (
  { byPeriod }: RecentCohort,
  { trials }: Measure,
  limit: number,
  newest: number,
  from: number,
): Window | undefined => {
  let strongest: Window | undefined;
  let [bad, of] = [0, 0];
  const oldest = Math.max(from, newest - WINDOW_MS + PERIOD_MS);
  for (let since = newest; since >= oldest; since -= PERIOD_MS) {
    const sums = byPeriod.get(since);
    if (sums === undefined) continue;
    const period = trials(sums);
    bad += period.bad;
    of += period.of;
    if (bad < MIN_BAD) continue;
    const found = evidence(bad, of, limit);
    if (found > (strongest?.evidence ?? 0)) strongest = { since, bad, of, evidence: found };
  }
  return strongest;
};

/** The trials from the start of one period to the end of another, epoch ms. */
export const trialsSince = ({ byPeriod }: RecentCohort, { trials }: Measure, since: number, newest: number): Trials => {
  let [bad, of] = [0, 0];
  for (let period = newest; period >= since; period -= PERIOD_MS) {
    const sums = byPeriod.get(period);
    if (sums === undefined) continue;
    const found = trials(sums);
    bad += found.bad;
    of += found.of;
  }
  return { bad, of };
};
