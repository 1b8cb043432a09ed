import type { MetricDatum } from '@aws-sdk/client-cloudwatch';
import { DIMENSIONS } from '../../../domain/dimensions';
import { WAREHOUSE_METRICS } from '../../../domain/warehouse/metrics';
import { metricDatum } from '../../foundation/metric-data';
import type { LoadReport } from './load';

/** The metrics of a run that took `tookMs`; `rows` is the number of rows by age in days. */
export const loadMetrics = (
  { loaded, leftOut, postponed, lagMs }: LoadReport,
  rows: ReadonlyMap<number, number>,
  tookMs: number,
): readonly MetricDatum[] => [
  metricDatum(WAREHOUSE_METRICS.warehouseLoadedObjects, loaded),
  metricDatum(WAREHOUSE_METRICS.warehouseFailedLoads, leftOut.length + postponed.length),
  metricDatum(WAREHOUSE_METRICS.warehouseLoadLag, lagMs, { unit: 'Milliseconds' }),
  metricDatum(WAREHOUSE_METRICS.warehouseLoadTime, tookMs, { unit: 'Milliseconds' }),
  ...[...rows].map(([daysAgo, count]) =>
    metricDatum(WAREHOUSE_METRICS.warehouseRows, count, { dimensions: { [DIMENSIONS.daysAgo]: String(daysAgo) } }),
  ),
];

/** The metrics of a run that failed. */
export const failedLoad = (): readonly MetricDatum[] => [metricDatum(WAREHOUSE_METRICS.warehouseFailedLoads, 1)];
