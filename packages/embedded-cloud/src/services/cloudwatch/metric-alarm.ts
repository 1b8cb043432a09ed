import type { Fields } from '../../core/fields';
import { invalidProperty } from './errors';
import { RETENTION_MS } from './metric-store';
import { type MetricQuery, toPeriodMs, toQueries, toSource } from './metric-queries';

/** How an alarm treats periods without a value, as in templates. */
type MissingData = 'missing' | 'ignore' | 'breaching' | 'notBreaching';

/** The condition under which an alarm fires. */
export interface Threshold {
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly threshold: number;
  readonly breaches: (value: number) => boolean;
  readonly missingData: MissingData;
}

/** A metric alarm: its queries and its threshold. */
export interface MetricAlarm extends Threshold {
  readonly queries: readonly MetricQuery[];
  /** The id of the query whose series is compared with the threshold. */
  readonly comparedId: string;
  readonly periodMs: number;
}

const OPERATORS: ReadonlyMap<string, (value: number, threshold: number) => boolean> = new Map([
  ['GreaterThanThreshold', (value, threshold) => value > threshold],
  ['GreaterThanOrEqualToThreshold', (value, threshold) => value >= threshold],
  ['LessThanThreshold', (value, threshold) => value < threshold],
  ['LessThanOrEqualToThreshold', (value, threshold) => value <= threshold],
]);

const MISSING: readonly MissingData[] = ['missing', 'ignore', 'breaching', 'notBreaching'];

/** The periods of an alarm that are not whole minutes. */
const SHORT_PERIODS_MS: readonly number[] = [10_000, 20_000, 30_000];

/** Reads the properties of an alarm; throws an error that names a property that is not supported. */
export const toMetricAlarm = (properties: Fields): MetricAlarm => {
  const queries = properties.has('Metrics') ? toQueries(properties.objects('Metrics')) : [singleQuery(properties)];
  const returned = queries.filter(({ isReturned }) => isReturned);
  const [only] = returned;
  if (!only || returned.length > 1) throw invalidProperty('Metrics', 'must return one series');
  const threshold = toThreshold(properties);
  checkPeriods(queries, only.periodMs, threshold.evaluationPeriods);
  return { ...threshold, queries, comparedId: only.id, periodMs: only.periodMs };
};

const toThreshold = (properties: Fields): Threshold => {
  const operator = properties.string('ComparisonOperator');
  const compare = OPERATORS.get(operator);
  if (!compare) throw invalidProperty('ComparisonOperator', `is not supported: ${operator}`);
  const threshold = properties.number('Threshold');
  const evaluationPeriods = properties.number('EvaluationPeriods');
  if (!Number.isInteger(evaluationPeriods) || evaluationPeriods < 1)
    throw invalidProperty('EvaluationPeriods', 'must be 1 or more');
  const datapointsToAlarm = properties.optionalNumber('DatapointsToAlarm') ?? evaluationPeriods;
  if (!Number.isInteger(datapointsToAlarm) || datapointsToAlarm < 1 || datapointsToAlarm > evaluationPeriods) {
    throw invalidProperty('DatapointsToAlarm', `must be 1 to EvaluationPeriods, ${evaluationPeriods}`);
  }
  const treatment = properties.optionalString('TreatMissingData') ?? 'missing';
  const missingData = MISSING.find((known) => known === treatment);
  if (!missingData) throw invalidProperty('TreatMissingData', `has an unknown value: ${treatment}`);
  const breaches = (value: number): boolean => compare(value, threshold);
  return { evaluationPeriods, datapointsToAlarm, threshold, breaches, missingData };
};

const checkPeriods = (queries: readonly MetricQuery[], periodMs: number, evaluationPeriods: number): void => {
  if (!SHORT_PERIODS_MS.includes(periodMs) && periodMs % 60_000 !== 0) {
    throw invalidProperty('Period', `must be 10, 20, 30 or a multiple of 60 seconds, not ${periodMs / 1_000}`);
  }
  if (queries.some(({ source, periodMs: other }) => source.kind === 'statistic' && other !== periodMs)) {
    throw invalidProperty('Metrics', 'must have the same period');
  }
  if (periodMs * evaluationPeriods > RETENTION_MS) {
    throw invalidProperty('EvaluationPeriods', 'must not exceed the hour for which metrics are retained');
  }
};

/** The query of an alarm that has its metric in its own properties. */
const singleQuery = (properties: Fields): MetricQuery => ({
  id: 'metric',
  label: undefined,
  isReturned: true,
  source: toSource(properties, properties.optionalString('ExtendedStatistic') ?? properties.string('Statistic')),
  periodMs: toPeriodMs(properties.number('Period')),
});
