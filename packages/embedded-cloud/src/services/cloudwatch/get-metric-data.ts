import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';
import { MISSING } from './errors';
import type { MetricStore } from './metric-store';
import { runQueries, toQueries } from './metric-queries';
import { isSearch, runSearch } from './metric-search';
import { toTimeRange, withinRetention } from './time-range';

/** GetMetricData over the retained part of the requested time, in a single page. */
export const getMetricData = (store: MetricStore, input: JsonObject, now: number): JsonObject => {
  const fields = new Fields(input, MISSING);
  const requested = fields.objects('MetricDataQueries');
  const queries = toQueries(requested.filter((query) => !isSearch(query)));
  const span = withinRetention(toTimeRange(fields), now);
  const series = runQueries(queries, store, span);
  const found = requested.filter(isSearch).flatMap((query) => runSearch(query, store, span));
  const answered = queries
    .filter(({ isReturned }) => isReturned)
    .map(({ id, label }) => ({ id, label: label ?? id, series: series.get(id) ?? new Map<number, number>() }));
  const isAscending = fields.optionalString('ScanBy') === 'TimestampAscending';
  return {
    MetricDataResults: [...answered, ...found].map(({ id, label, series: values }) => {
      const points = isAscending ? [...values] : [...values].reverse();
      return {
        Id: id,
        Label: label,
        Timestamps: points.map(([time]) => time / 1_000),
        Values: points.map(([, value]) => value),
        StatusCode: 'Complete',
      };
    }),
    Messages: [],
  };
};
