import type { Fields } from '../../core/fields';
import { isStatistic } from './bucket';
import { invalid } from './errors';
import { toPeriodMs } from './metric-queries';
import type { MetricId, MetricStore, Series, Span } from './metric-store';

/** A query that returns a series for each metric that it finds. */
interface MetricSearch {
  readonly id: string;
  readonly label: string | undefined;
  readonly namespace: string;
  readonly dimensions: readonly string[];
  readonly name: string;
  readonly statistic: string;
  readonly periodMs: number;
}

/** A series that a search found. */
export interface FoundSeries {
  readonly id: string;
  readonly label: string;
  readonly series: Series;
}

const CALL = /^\s*SEARCH\s*\(/i;
/** The form that is supported: `SEARCH('{Namespace,Dimension} MetricName="Name"', 'Sum', 60)`. */
const SEARCH =
  /^\s*SEARCH\s*\(\s*'\s*\{([^{}"]+)\}\s*MetricName\s*=\s*"([^"]+)"\s*'\s*,\s*'([^']+)'\s*,\s*(\d+)\s*\)\s*$/i;

/** The number of series that CloudWatch returns for a search. */
const MAX_SERIES = 500;

/** Whether a query is a search. */
export const isSearch = (query: Fields): boolean => CALL.test(query.optionalString('Expression') ?? '');

/** Runs a search over a span; throws if its form is not supported. */
export const runSearch = (query: Fields, store: MetricStore, { from, to }: Span): readonly FoundSeries[] => {
  const search = toSearch(query);
  const { id, statistic, periodMs } = search;
  const periods = { from: from - (from % periodMs), to, periodMs };
  return store
    .list()
    .filter((metric) => isFound(metric, search))
    .map((metric) => ({ id, label: labelOf(metric, search), series: store.series(metric, statistic, periods) }))
    .filter(({ series }) => series.size > 0)
    .slice(0, MAX_SERIES);
};

const toSearch = (query: Fields): MetricSearch => {
  const expression = query.string('Expression');
  const [, schema = '', name = '', statistic = '', seconds] = SEARCH.exec(expression) ?? [];
  const [namespace = '', ...dimensions] = schema.split(',').map((part) => part.trim());
  if (namespace === '') throw invalid('Expression', `is a search of a form that is not supported: ${expression}`);
  if (!isStatistic(statistic)) throw invalid('Stat', `is not supported: ${statistic}`);
  return {
    ...{ id: query.string('Id'), label: query.optionalString('Label') },
    ...{ namespace, dimensions, name, statistic, periodMs: toPeriodMs(Number(seconds)) },
  };
};

/** A search finds the metrics that have exactly the dimensions of its schema. */
const isFound = (metric: MetricId, { namespace, dimensions, name }: MetricSearch): boolean =>
  metric.namespace === namespace &&
  metric.name === name &&
  Object.keys(metric.dimensions).length === dimensions.length &&
  dimensions.every((dimension) => metric.dimensions[dimension] !== undefined);

/** The values of the dimensions, unless the query has a label of its own, which may name dimensions. */
const labelOf = ({ dimensions }: MetricId, { label }: MetricSearch): string =>
  label?.replace(/\$\{PROP\('Dim\.([^']+)'\)\}/g, (_, name: string) => dimensions[name] ?? '') ??
  Object.values(dimensions).join(' ');
