import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';
import type { MetricId, MetricStore } from './metric-store';

const PAGE = 500;

/** ListMetrics, by namespace, name and dimensions; a dimension without a value finds every value. */
export const listMetrics = (store: MetricStore, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const [namespace, name] = [fields.optionalString('Namespace'), fields.optionalString('MetricName')];
  const wanted = fields.objects('Dimensions').map((filter) => [filter.string('Name'), filter.optionalString('Value')]);
  const matches = (metric: MetricId): boolean =>
    (namespace === undefined || metric.namespace === namespace) &&
    (name === undefined || metric.name === name) &&
    wanted.every(([key = '', value]) => {
      const has = metric.dimensions[key];
      return has !== undefined && (value === undefined || has === value);
    });
  const found = store.list().filter(matches);
  const start = Number(fields.optionalString('NextToken') ?? 0);
  const page = found.slice(start, start + PAGE);
  return {
    Metrics: page.map((metric) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(start + PAGE < found.length && { NextToken: String(start + PAGE) }),
  };
};
