import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';
import { invalid, MISSING } from './invalid';
import { KEPT_MS, type MetricStore } from './metric-store';
import { runQueries, toQueries } from './metric-queries';

/** GetMetricData, in one page, over what the store keeps of the time that is asked for. */
export const getMetricData = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const queries = toQueries(fields.objects('MetricDataQueries'));
  const [start, end] = [fields.number('StartTime') * 1_000, fields.number('EndTime') * 1_000];
  if (start >= end) throw invalid('StartTime', 'must lie before EndTime');
  const series = runQueries(queries, store, {
    from: Math.max(Math.floor(start), now - KEPT_MS),
    to: Math.min(end, now + KEPT_MS),
  });
  const isAscending = fields.optionalString('ScanBy') === 'TimestampAscending';
  return {
    MetricDataResults: queries
      .filter(({ returned }) => returned)
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
