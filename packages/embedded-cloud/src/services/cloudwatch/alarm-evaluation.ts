import type { MetricAlarm, Threshold } from './metric-alarm';
import { runQueries } from './metric-queries';
import type { MetricStore } from './metric-store';
import type { AlarmState } from './views';

/**
 * How many additional earlier periods an evaluation reads, to replace missing values. CloudWatch documents that it
 * reads more periods, but not how many; this is the number in its examples.
 */
const EXTRA_PERIODS = 2;

/** Evaluates an alarm over the last complete periods before `now`, given its state so far and its creation time. */
export const evaluateAlarm = (
  alarm: MetricAlarm,
  store: MetricStore,
  now: number,
  { state, createdAt }: { readonly state: AlarmState; readonly createdAt: number },
): { readonly state: AlarmState; readonly reason: string } => {
  const { periodMs, evaluationPeriods } = alarm;
  const range = evaluationPeriods + EXTRA_PERIODS;
  const to = now - (now % periodMs);
  const from = to - range * periodMs;
  const series = runQueries(alarm.queries, store, { from, to }).get(alarm.comparedId);
  const values = Array.from({ length: range }, (_, index) => series?.get(from + index * periodMs));
  const watchedPeriods = Math.max(0, Math.floor(to / periodMs) - Math.ceil(createdAt / periodMs));
  return { state: toState(alarm, values, state, watchedPeriods), reason: toReason(alarm, values) };
};

/**
 * The state of an M-of-N alarm over a range of values, oldest first. It uses the last N values that exist; if there are
 * fewer, the alarm's treatment of missing data applies. Source: CloudWatch, "Configuring how CloudWatch alarms treat
 * missing data". Periods before the last `watchedPeriods` do not count as missing, because the alarm did not exist yet.
 */
export const toState = (
  { breaches, datapointsToAlarm, evaluationPeriods, missingData }: Threshold,
  range: readonly (number | undefined)[],
  state: AlarmState,
  watchedPeriods = range.length,
): AlarmState => {
  const known = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - known.length;
  const breaching = known.filter(breaches).length;
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (missing === 0 || missingData === 'notBreaching') return 'OK';
  if (missingData === 'breaching') {
    const silent = range
      .slice(Math.max(0, range.length - watchedPeriods))
      .filter((value) => value === undefined).length;
    if (breaching + Math.min(missing, silent) >= datapointsToAlarm) return 'ALARM';
    return known.length === 0 ? state : 'OK';
  }
  if (breaching < known.length) return 'OK';
  if (missingData === 'ignore') return state;
  if (known.length === 0) return 'INSUFFICIENT_DATA';
  // All known values breach. The alarm fires when the oldest one is so old that a normal value had time to follow it.
  const oldest = range.findIndex((value) => value !== undefined);
  return range.length - oldest >= datapointsToAlarm ? 'ALARM' : 'OK';
};

const toReason = (
  { evaluationPeriods, threshold, missingData }: MetricAlarm,
  range: readonly (number | undefined)[],
): string => {
  const known = range.filter((value) => value !== undefined).slice(-evaluationPeriods);
  const missing = evaluationPeriods - known.length;
  const values = known.map((value) => Number(value.toPrecision(4))).join(', ');
  const gaps = missing > 0 ? ` ${missing} without data: treated as ${missingData}.` : '';
  return `The last ${evaluationPeriods} data points are [${values}]; the threshold is ${threshold}.${gaps}`;
};
