import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import type { Cohort, CohortTotals, PeriodTotals } from '../../../domain/quality/fold-quality';
import { COHORT_METRICS, QUALITY_METRICS } from '../../../domain/quality/metrics';
import { HIGH_RESOLUTION } from '../../foundation/metric-data';

/** CloudWatch keeps percentiles of data with at most this many pairs of value and count. */
const MAX_VALUES = 150;

/** A period as CloudWatch takes it: its cohorts, what was taken in, and how old the oldest of it is at `now`. */
export const periodMetrics = (period: PeriodTotals, now: number): readonly MetricDatum[] => {
  const about = { Timestamp: new Date(period.periodStart), StorageResolution: HIGH_RESOLUTION };
  const delayMs = Math.max(0, now - period.oldestReceivedAt);
  return [
    { ...about, MetricName: QUALITY_METRICS.acceptedEvents, Value: period.accepted, Unit: 'Count' },
    { ...about, MetricName: QUALITY_METRICS.refusedEvents, Value: period.refused, Unit: 'Count' },
    { ...about, MetricName: QUALITY_METRICS.lateEvents, Value: period.late, Unit: 'Count' },
    { ...about, MetricName: QUALITY_METRICS.qualityDelay, Value: delayMs, Unit: 'Milliseconds' },
    ...period.cohorts().flatMap((cohort) => cohortMetrics(cohort).map((datum) => ({ ...about, ...datum }))),
  ];
};

/** Zeros too: a ratio needs both its sums. */
const cohortMetrics = ({ cohort, totals }: CohortTotals): readonly MetricDatum[] => {
  const Dimensions = toDimensions(cohort);
  const sum = (MetricName: string, Value: number, Unit: StandardUnit = 'Count') => ({
    Dimensions,
    MetricName,
    Value,
    Unit,
  });
  return [
    sum(COHORT_METRICS.attempts, totals.attempts),
    sum(COHORT_METRICS.plays, totals.plays),
    sum(COHORT_METRICS.exitsBeforeStart, totals.exitsBeforeStart),
    sum(COHORT_METRICS.startFailures, totals.startFailures),
    sum(COHORT_METRICS.businessStops, totals.businessStops),
    sum(COHORT_METRICS.playbackFailures, totals.playbackFailures),
    sum(COHORT_METRICS.playingTime, totals.playingMs, 'Milliseconds'),
    sum(COHORT_METRICS.rebufferingTime, totals.rebufferingMs, 'Milliseconds'),
    sum(COHORT_METRICS.heartbeats, totals.heartbeats),
    ...pages([...totals.startupMs], MAX_VALUES).map((pairs) => ({
      Dimensions,
      MetricName: COHORT_METRICS.startupTime,
      Unit: 'Milliseconds' as const,
      Values: pairs.map(([ms]) => ms),
      Counts: pairs.map(([, count]) => count),
    })),
  ];
};

const toDimensions = ({ deviceType, cdn }: Cohort): MetricDatum['Dimensions'] => [
  ...(deviceType === undefined ? [] : [{ Name: DIMENSIONS.deviceType, Value: deviceType }]),
  ...(cdn === undefined ? [] : [{ Name: DIMENSIONS.cdn, Value: cdn }]),
];

const pages = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, page) => items.slice(page * size, (page + 1) * size));
