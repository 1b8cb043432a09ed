import type { MetricDatum, StandardUnit } from '@aws-sdk/client-cloudwatch';
import { chunksOf } from 'aws-clients';
import { DIMENSIONS } from '../../../domain/dimensions';
import type { CohortTotals } from '../../../domain/quality/cohort-fold';
import type { PeriodTotals } from '../../../domain/quality/fold-quality';
import { COHORT_METRICS, QUALITY_METRICS } from '../../../domain/quality/metrics';
import { HIGH_RESOLUTION, MAX_VALUES_PER_DATUM } from '../../foundation/metric-data';

/** The metrics of a period: of its cohorts, of its events, and the age of its oldest report at `now`. */
export const periodMetrics = (period: PeriodTotals, now: number): readonly MetricDatum[] => {
  const shared = { Timestamp: new Date(period.periodStart), StorageResolution: HIGH_RESOLUTION };
  const delayMs = Math.max(0, now - period.oldestReceivedAt);
  return [
    { ...shared, MetricName: QUALITY_METRICS.acceptedEvents, Value: period.accepted, Unit: 'Count' },
    { ...shared, MetricName: QUALITY_METRICS.refusedEvents, Value: period.refused, Unit: 'Count' },
    { ...shared, MetricName: QUALITY_METRICS.lateEvents, Value: period.late, Unit: 'Count' },
    { ...shared, MetricName: QUALITY_METRICS.uncountedTime, Value: period.uncountedMs, Unit: 'Milliseconds' },
    { ...shared, MetricName: QUALITY_METRICS.qualityDelay, Value: delayMs, Unit: 'Milliseconds' },
    ...period.metricCohorts().flatMap((cohort) => cohortMetrics(cohort).map((datum) => ({ ...shared, ...datum }))),
  ];
};

/** Zeros are published too: a ratio needs both of its sums. */
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
    ...chunksOf([...totals.startupMs], MAX_VALUES_PER_DATUM).map((pairs) => ({
      Dimensions,
      MetricName: COHORT_METRICS.startupTime,
      Unit: 'Milliseconds' as const,
      Values: pairs.map(([ms]) => ms),
      Counts: pairs.map(([, count]) => count),
    })),
  ];
};

const toDimensions = ({ deviceType, cdn }: CohortTotals['cohort']): MetricDatum['Dimensions'] => [
  ...(deviceType === undefined ? [] : [{ Name: DIMENSIONS.deviceType, Value: deviceType }]),
  ...(cdn === undefined ? [] : [{ Name: DIMENSIONS.cdn, Value: cdn }]),
];
