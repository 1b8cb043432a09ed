import type { MetricAlarm, Threshold } from './metric-alarm';
import { runQueries } from './metric-queries';
import type { MetricStore } from './metric-store';
import type { AlarmState } from './views';

/**
 * An alarm looks so many periods further back for values that it lacks. CloudWatch documents that it does so and not how far:
 * this is as far as in its examples.
 */
const FURTHER_PERIODS = 2;

/** What an alarm makes of its last complete periods before `now`; `state` is what it was, `madeAt` since when it watches. */
export const judge = (
  alarm: MetricAlarm,
  store: MetricStore,
  now: number,
  { state, madeAt }: { readonly state: AlarmState; readonly madeAt: number },
): { readonly state: AlarmState; readonly reason: string } => {
  const { periodMs, evaluationPeriods } = alarm;
  const range = evaluationPeriods + FURTHER_PERIODS;
  const to = now - (now % periodMs);
  const from = to - range * periodMs;
  const series = runQueries(alarm.queries, store, { from, to }).get(alarm.watched);
  const values = Array.from({ length: range }, (_, index) => series?.get(from + index * periodMs));
  const watched = Math.max(0, Math.floor(to / periodMs) - Math.ceil(madeAt / periodMs));
  return { state: toState(alarm, values, state, watched), reason: toReason(alarm, values) };
};

/**
 * M of N over an evaluation range of values, oldest first: the last N there are, and where there are fewer the missing ones
 * count as the alarm says. Source: CloudWatch, "Configuring how CloudWatch alarms treat missing data". Of the range the alarm has
 * watched the last `watched` whole periods: what was before was not silent, nobody listened.
 */
export const toState = (
  { breaches, datapointsToAlarm, evaluationPeriods, missingData }: Threshold,
  range: readonly (number | undefined)[],
  state: AlarmState,
  watched = range.length,
): AlarmState => {
  const known = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - known.length;
  const breaching = known.filter(breaches).length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (missing === 0 || missingData === 'notBreaching') return 'OK';
  if (missingData === 'breaching') {
    const silent = range.slice(Math.max(0, range.length - watched)).filter((value) => value === undefined).length;
    if (breaching + Math.min(missing, silent) >= datapointsToAlarm) return 'ALARM';
    return known.length === 0 ? state : 'OK';
  }
  if (breaching < known.length) return 'OK';
  if (missingData === 'ignore') return state;
  if (known.length === 0) return 'INSUFFICIENT_DATA';
  // Nothing but breaches: one that is old enough has had its chance to be followed by a value that is none.
  const oldest = range.findIndex((value) => value !== undefined);
  return range.length - oldest >= datapointsToAlarm ? 'ALARM' : 'OK';
};

const toReason = (
  { evaluationPeriods, threshold, missingData }: MetricAlarm,
  range: readonly (number | undefined)[],
): string => {
  const known = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - known.length;
  const list = known.map((value) => Number(value.toPrecision(4))).join(', ');
  const absent = missing > 0 ? `; ${missing} had no data, which is ${missingData}` : '';
  return `The last ${evaluationPeriods} data points were [${list}] against the threshold ${threshold}${absent}.`;
};
