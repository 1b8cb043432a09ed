import type { Fields } from '../../core/fields';
import { isStatistic } from './bucket';
import { invalid } from './errors';
import { evaluate, referencesOf } from './math';
import { type Expression, parseExpression } from './math-parser';
import { type MathScope, toSeries } from './math-values';
import { toDimensions } from './metric-names';
import type { MetricId, MetricStore, Series, Span } from './metric-store';

/** A query of a request or an alarm: the statistic of a metric, or an expression over other queries. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string | undefined;
  /** Whether the answer contains the series. */
  readonly isReturned: boolean;
  readonly source: MetricSource | Expression;
  /** For an expression, at least the longest period of the queries to which it refers. */
  readonly periodMs: number;
}

/** The statistic of a metric. */
interface MetricSource {
  readonly kind: 'statistic';
  readonly metric: MetricId;
  readonly statistic: string;
}

const MAX_QUERIES = 500;
const PERIODS = new Set([1, 5, 10, 20, 30]);

/** Reads MetricDataQueries, or the Metrics of an alarm, which have the same form. Throws when a query is invalid. */
export const toQueries = (queries: readonly Fields[]): readonly MetricQuery[] => {
  if (queries.length > MAX_QUERIES) throw invalid('MetricDataQueries', `may have at most ${MAX_QUERIES} elements`);
  const read = queries.map(toQuery);
  const byId = new Map(read.map((query) => [query.id, query]));
  if (byId.size < read.length) throw invalid('MetricDataQueries', 'has the same Id twice');
  return withPeriods(byId);
};

const toQuery = (query: Fields): MetricQuery => {
  const id = query.string('Id');
  if (!/^[a-z][A-Za-z0-9_]*$/.test(id)) throw invalid('Id', `must begin with a lower-case letter: ${id}`);
  const common = { id, label: query.optionalString('Label'), isReturned: query.boolean('ReturnData', true) };
  const statistic = query.object('MetricStat');
  if (!statistic) {
    const source = parseExpression(query.string('Expression'));
    return { ...common, source, periodMs: query.has('Period') ? toPeriodMs(query.number('Period')) : 1_000 };
  }
  const source = toSource(statistic.object('Metric') ?? statistic, statistic.string('Stat'));
  return { ...common, source, periodMs: toPeriodMs(statistic.number('Period')) };
};

/** Reads the source of a query from the fields that identify a metric, and a statistic. */
export const toSource = (metric: Fields, statistic: string): MetricSource => {
  if (!isStatistic(statistic)) throw invalid('Stat', `is not supported: ${statistic}`);
  const [namespace, name] = [metric.string('Namespace'), metric.string('MetricName')];
  return { kind: 'statistic', metric: { namespace, name, dimensions: toDimensions(metric) }, statistic };
};

/** Converts a period to ms; throws when it is not 1, 5, 10, 20, 30 or a multiple of 60 seconds. */
export const toPeriodMs = (seconds: number): number => {
  if (PERIODS.has(seconds) || (seconds > 0 && seconds % 60 === 0)) return seconds * 1_000;
  throw invalid('Period', `must be 1, 5, 10, 20, 30 or a multiple of 60 seconds, not ${seconds}`);
};

/** Sets the periods of the expressions; throws when a reference is undefined or circular. */
const withPeriods = (byId: ReadonlyMap<string, MetricQuery>): readonly MetricQuery[] => {
  const metrics = metricIdsOf([...byId.values()]);
  const known = new Map<string, number>();
  const periodOf = (query: MetricQuery, path: readonly string[]): number => {
    const { id, source } = query;
    if (source.kind === 'statistic') return query.periodMs;
    if (path.includes(id)) throw invalid('Expression', `of ${id} refers to itself`);
    const periods = referencesOf(source, metrics).map((reference) => {
      const found = byId.get(reference);
      if (!found) throw invalid('Expression', `of ${id} refers to ${reference}, which is not defined`);
      return known.get(reference) ?? periodOf(found, [...path, id]);
    });
    const period = Math.max(query.periodMs, ...periods);
    known.set(id, period);
    return period;
  };
  return [...byId.values()].map((query) => ({ ...query, periodMs: periodOf(query, []) }));
};

const metricIdsOf = (queries: readonly MetricQuery[]): readonly string[] =>
  queries.filter(({ source }) => source.kind === 'statistic').map(({ id }) => id);

/** Runs each query with its own period; an expression evaluates the queries to which it refers with its own period. */
export const runQueries = (
  queries: readonly MetricQuery[],
  store: MetricStore,
  { from, to }: Span,
): ReadonlyMap<string, Series> => {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const metrics = metricIdsOf(queries);
  const done = new Map<string, Series>();
  const seriesOf = (id: string, periodMs: number): Series => {
    const key = `${id} ${periodMs}`;
    const series = done.get(key) ?? run(id, periodMs);
    done.set(key, series);
    return series;
  };
  const run = (id: string, periodMs: number): Series => {
    const source = byId.get(id)?.source;
    if (!source) return new Map();
    const periods = { from: from - (from % periodMs), to, periodMs };
    if (source.kind === 'statistic') return store.series(source.metric, source.statistic, periods);
    const scope: MathScope = {
      times: timesOf(periods.from, to, periodMs),
      periodMs,
      seriesOf: (reference) => seriesOf(reference, periodMs),
      metrics: () => metrics.map((metric) => seriesOf(metric, periodMs)),
    };
    return toSeries(evaluate(source, scope), scope);
  };
  return new Map(queries.map(({ id, periodMs }) => [id, seriesOf(id, periodMs)]));
};

const timesOf = (from: number, to: number, periodMs: number): readonly number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / periodMs)) }, (_, index) => from + index * periodMs);
