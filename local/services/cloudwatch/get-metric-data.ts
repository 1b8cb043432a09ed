import type { JsonObject } from '../../service';
import { Fields } from '../fields';
import type { MetricStore } from './metric-store';
import { commonPeriod, runQueries, toQueries } from './metric-queries';
import { invalid } from './put-metric-data';

/** GetMetricData, in one page. */
export const getMetricData = (store: MetricStore, input: JsonObject): JsonObject => {
  const fields = new Fields(input, 'MissingParameterException');
  const queries = toQueries(fields.objects('MetricDataQueries'));
  const [start, end] = [fields.number('StartTime') * 1_000, fields.number('EndTime') * 1_000];
  if (start >= end) throw invalid('StartTime', 'must lie before EndTime');
  const periodMs = commonPeriod(queries) * 1_000;
  const periods = { from: start - (start % periodMs), to: end, periodMs };
  const series = runQueries(queries, store, periods);
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
