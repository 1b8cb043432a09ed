import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import { WAREHOUSE_METRICS } from '../../../domain/warehouse/metrics';
import { metricDatum } from '../../foundation/metric-data';
import type { DayRows, LoadReport } from './load';

/** The metrics of a run that took `tookMs`; `rows` has the rows of the shown dates, by age in days. */
export const loadMetrics = (
  { loaded, leftOut, postponed, lagMs }: LoadReport,
  rows: ReadonlyMap<number, DayRows>,
  tookMs: number,
): readonly MetricDatum[] => [
  metricDatum(WAREHOUSE_METRICS.warehouseLoadedObjects, loaded),
  metricDatum(WAREHOUSE_METRICS.warehouseFailedLoads, leftOut.length + postponed.length),
  metricDatum(WAREHOUSE_METRICS.warehouseLoadLag, lagMs, { unit: 'Milliseconds' }),
  metricDatum(WAREHOUSE_METRICS.warehouseLoadTime, tookMs, { unit: 'Milliseconds' }),
  ...[...rows].map(([daysAgo, { events }]) =>
    metricDatum(WAREHOUSE_METRICS.warehouseRows, events, { dimensions: { [DIMENSIONS.daysAgo]: String(daysAgo) } }),
  ),
  ...[...rows.values()].slice(0, 1).map(({ conflicts }) => metricDatum(WAREHOUSE_METRICS.conflictingEvents, conflicts)),
];

/** The metrics of a run that failed. */
export const failedLoad = (): readonly MetricDatum[] => [metricDatum(WAREHOUSE_METRICS.warehouseFailedLoads, 1)];
