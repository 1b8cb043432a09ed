import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { KEPT_MS } from './metric-store';
import { type MetricQuery, toPeriodMs, toQueries, toSource } from './metric-queries';

/** What to do where a period has no value, as templates spell it. */
type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** When an alarm fires. */
export interface Threshold {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly breaches: (value: number) => boolean;
  readonly missingData: MissingData;
}

/** What an alarm goes by. */
export interface MetricAlarm extends Threshold {
  readonly queries: readonly MetricQuery[];
  /** Whose series is compared. */
  readonly watched: string;
  readonly periodMs: number;
}

const OPERATORS: ReadonlyMap<string, (value: number, threshold: number) => boolean> = new Map([
  ['GreaterThanThreshold', (value, threshold) => value > threshold],
  ['GreaterThanOrEqualToThreshold', (value, threshold) => value >= threshold],
  ['LessThanThreshold', (value, threshold) => value < threshold],
  ['LessThanOrEqualToThreshold', (value, threshold) => value <= threshold],
]);

const MISSING: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** Alarms go by these seconds or by whole minutes. */
const SHORT_PERIODS_MS: readonly number[] = [10_000, 20_000, 30_000];

/** Reads an alarm's properties; throws, naming what can't be run. */
export const toMetricAlarm = (properties: Fields): MetricAlarm => {
  const queries = properties.has('Metrics') ? toQueries(properties.objects('Metrics')) : [singleQuery(properties)];
  const watched = queries.filter(({ returned }) => returned);
  const [only] = watched;
  if (!only || watched.length > 1) throw wrong('Metrics', 'must return one series');
  const threshold = toThreshold(properties);
  checkPeriods(queries, only.periodMs, threshold.evaluationPeriods);
  return { ...threshold, queries, watched: only.id, periodMs: only.periodMs };
};

const toThreshold = (properties: Fields): Threshold => {
  const operator = properties.string('ComparisonOperator');
  const compare = OPERATORS.get(operator);
  if (!compare) throw wrong('ComparisonOperator', `is not run here: ${operator}`);
  const threshold = properties.number('Threshold');
  const evaluationPeriods = properties.number('EvaluationPeriods');
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1)
    throw wrong('EvaluationPeriods', 'must be 1 or more');
  const datapointsToAlarm = properties.optionalNumber('DatapointsToAlarm') ?? evaluationPeriods;
  if (!Number.isInteger(datapointsToAlarm) || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    throw wrong('DatapointsToAlarm', `must be 1 to EvaluationPeriods, ${evaluationPeriods}`);
  }
  const treatment = properties.optionalString('TreatMissingData') ?? 'missing';
  const missingData = MISSING.find((known) => known === treatment);
  if (!missingData) throw wrong('TreatMissingData', `is not known: ${treatment}`);
  const breaches = (value: number): boolean => compare(value, threshold);
  return { evaluationPeriods, datapointsToAlarm, threshold, breaches, missingData };
};

const checkPeriods = (queries: readonly MetricQuery[], periodMs: number, evaluationPeriods: number): void => {
  if (!SHORT_PERIODS_MS.includes(periodMs) && periodMs % 60_000 !== 0) {
    throw wrong('Period', `must be 10, 20, 30 or a multiple of 60 seconds, not ${periodMs / 1_000}`);
  }
  if (queries.some(({ source, periodMs: other }) => source.kind === 'statistic' && other !== periodMs)) {
    throw wrong('Metrics', 'must have one period');
  }
  if (periodMs * evaluationPeriods > KEPT_MS) {
    throw wrong('EvaluationPeriods', 'reach further back than the hour of metrics that is kept here');
  }
};

/** An alarm on one metric names it in its own properties. */
const singleQuery = (properties: Fields): MetricQuery => ({
  id: 'metric',
  label: undefined,
  returned: true,
  source: toSource(properties, properties.optionalString('ExtendedStatistic') ?? properties.string('Statistic')),
  periodMs: toPeriodMs(properties.number('Period')),
});

const wrong = (property: string, problem: string): ServiceError =>
  new ServiceError('ValidationError', `${property} ${problem}.`);
