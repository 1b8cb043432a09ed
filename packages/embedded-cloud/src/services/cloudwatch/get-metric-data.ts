import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';
import { MISSING } from './errors';
import type { MetricStore } from './metric-store';
import { runQueries, toQueries } from './metric-queries';
import { toTimeRange, withinRetention } from './time-range';

/** GetMetricData over the retained part of the requested time, in a single page. */
export const getMetricData = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const queries = toQueries(fields.objects('MetricDataQueries'));
  const series = runQueries(queries, store, withinRetention(toTimeRange(fields), now));
  const isAscending = fields.optionalString('ScanBy') === 'TimestampAscending';
  return {
    MetricDataResults: queries
      .filter(({ isReturned }) => isReturned)
      .map(({ id, label }) => {
        const points = [...(series.get(id) ?? [])];
        if (!isAscending) points.reverse();
        return {
          Id: id,
          Label: label ?? id,
          Timestamps: points.map(([time]) => time / 1_000),
          Values: points.map(([, value]) => value),
          StatusCode: 'Complete',
        };
      }),
    Messages: [],
  };
};
