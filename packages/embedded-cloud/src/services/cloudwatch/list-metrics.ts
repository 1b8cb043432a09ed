import type { JsonObject } from '../../core/service';
import { Fields } from '../../core/fields';
import type { MetricId, MetricStore } from './metric-store';

const PAGE_SIZE = 500;

/** ListMetrics, by namespace, name and dimensions. A dimension without a value matches every value. */
export const listMetrics = (store: MetricStore, input: JsonObject): JsonObject => {
  const fields = new Fields(input);
  const [namespace, name] = [fields.optionalString('Namespace'), fields.optionalString('MetricName')];
  const dimensionFilters = fields
    .objects('Dimensions')
    .map((filter) => [filter.string('Name'), filter.optionalString('Value')]);
  const matches = (metric: MetricId): boolean =>
    (namespace === undefined || metric.namespace === namespace) &&
    (name === undefined || metric.name === name) &&
    dimensionFilters.every(([key = '', value]) => {
      const actual = metric.dimensions[key];
      return actual !== undefined && (value === undefined || actual === value);
    });
  const found = store.list().filter(matches);
  const start = Number(fields.optionalString('NextToken') ?? 0);
  const page = found.slice(start, start + PAGE_SIZE);
  return {
    Metrics: page.map((metric) => ({
      Namespace: metric.namespace,
      MetricName: metric.name,
      Dimensions: Object.entries(metric.dimensions).map(([Name, Value]) => ({ Name, Value })),
    })),
    ...(start + PAGE_SIZE < found.length && { NextToken: String(start + PAGE_SIZE) }),
  };
};
