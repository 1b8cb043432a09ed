import { ServiceError } from '../../service';
import type { Fields } from '../fields';
import { checkPeriod, commonPeriod, type MetricQuery, runQueries, toQueries, toSource } from './metric-queries';
import type { MetricStore } from './metric-store';
import type { AlarmState } from './views';

/** What to do where a period has no value, as templates spell it. */
type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** What an alarm goes by. */
export interface MetricAlarm {
  readonly queries: readonly MetricQuery[];
  /** Whose series is compared. */
  readonly watched: string;
  readonly periodMs: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly breaches: (value: number) => boolean;
  readonly missingData: MissingData;
}

const OPERATORS: Readonly<Record<string, (value: number, threshold: number) => boolean>> = {
  GreaterThanThreshold: (value, threshold) => value > threshold,
  GreaterThanOrEqualToThreshold: (value, threshold) => value >= threshold,
  LessThanThreshold: (value, threshold) => value < threshold,
  LessThanOrEqualToThreshold: (value, threshold) => value <= threshold,
};

const MISSING: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** Reads an alarm's properties; throws, naming what can't be run. */
export const toMetricAlarm = (properties: Fields): MetricAlarm => {
  const queries = properties.has('Metrics') ? toQueries(properties.objects('Metrics')) : [singleQuery(properties)];
  const watched = queries.filter(({ returned }) => returned);
  const [only] = watched;
  if (!only || watched.length > 1) throw wrong('Metrics', 'must return one series');
  const operator = properties.string('ComparisonOperator');
  const compare = OPERATORS[operator];
  if (!compare) throw wrong('ComparisonOperator', `is not run here: ${operator}`);
  const threshold = properties.number('Threshold');
  const evaluationPeriods = properties.number('EvaluationPeriods');
  const treatment = properties.optionalString('TreatMissingData') ?? 'missing';
  const missingData = MISSING.find((known) => known === treatment);
  if (!missingData) throw wrong('TreatMissingData', `is not known: ${treatment}`);
  return {
    queries,
    watched: only.id,
    periodMs: commonPeriod(queries) * 1_000,
    evaluationPeriods,
    datapointsToAlarm: properties.optionalNumber('DatapointsToAlarm') ?? evaluationPeriods,
    threshold,
    breaches: (value) => compare(value, threshold),
    missingData,
  };
};

/** An alarm on one metric names it in its own properties. */
const singleQuery = (properties: Fields): MetricQuery => ({
  id: 'metric',
  label: undefined,
  returned: true,
  source: toSource(properties, properties.optionalString('ExtendedStatistic') ?? properties.string('Statistic')),
  period: checkPeriod(properties.number('Period')),
});

const wrong = (property: string, problem: string): ServiceError =>
  new ServiceError('ValidationError', `${property} ${problem}.`);

/** What the alarm makes of its last complete periods before `now`; `state` is what it was. */
export const judge = (
  alarm: MetricAlarm,
  store: MetricStore,
  now: number,
  state: AlarmState,
): { readonly state: AlarmState; readonly reason: string } => {
  const { periodMs, evaluationPeriods } = alarm;
  const to = now - (now % periodMs);
  const from = to - evaluationPeriods * periodMs;
  const series = runQueries(alarm.queries, store, { from, to, periodMs }).get(alarm.watched);
  const values = Array.from({ length: evaluationPeriods }, (_, index) => series?.get(from + index * periodMs));
  return { state: toState(alarm, values, state), reason: toReason(alarm, values) };
};

/** M of N, a missing value counting as the alarm says. Source: CloudWatch, "Configuring how alarms treat missing data". */
export const toState = (
  { breaches, datapointsToAlarm, missingData }: Omit<MetricAlarm, 'queries' | 'watched' | 'periodMs'>,
  values: readonly (number | undefined)[],
  state: AlarmState,
): AlarmState => {
  const known = values.filter((value) => value !== undefined);
  const missing = values.length - known.length;
  const breaching = known.filter(breaches).length + (missingData === 'breaching' ? missing : 0);
  if (breaching >= datapointsToAlarm) return 'ALARM';
  if (known.length > 0 || missingData === 'breaching' || missingData === 'notBreaching') {
    const undecided = missingData === 'ignore' && breaching + missing >= datapointsToAlarm;
    return undecided ? state : 'OK';
  }
  return missingData === 'ignore' ? state : 'INSUFFICIENT_DATA';
};

const toReason = ({ threshold, missingData }: MetricAlarm, values: readonly (number | undefined)[]): string => {
  const list = values.map((value) => (value === undefined ? 'no data' : String(Number(value.toPrecision(4)))));
  return `The last ${values.length} data points were [${list.join(', ')}] against the threshold ${threshold}; no data is ${missingData}.`;
};
