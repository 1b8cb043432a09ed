import type { Fields } from '../../core/fields';
import { isStatistic } from './bucket';
import { invalid } from './invalid';
import { evaluate, referencesOf } from './math';
import { type Expression, parseExpression } from './math-parser';
import { type MathScope, toSeries } from './math-values';
import type { MetricId, MetricStore, Series, Span } from './metric-store';
import { toDimensions } from './put-metric-data';

/** One of a request's, or an alarm's, queries: a metric's statistic, or an expression over others. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string | undefined;
  /** Whether the answer shows it. */
  readonly returned: boolean;
  readonly source: MetricSource | Expression;
  /** Of an expression at least the longest of what it refers to. */
  readonly periodMs: number;
}

/** A metric's statistic. */
interface MetricSource {
  readonly kind: 'statistic';
  readonly metric: MetricId;
  readonly statistic: string;
}

const MAX_QUERIES = 500;
const PERIODS = new Set([1, 5, 10, 20, 30]);

/** Reads MetricDataQueries, or an alarm's Metrics: the two are alike. Throws, naming what is wrong. */
export const toQueries = (queries: readonly Fields[]): readonly MetricQuery[] => {
  if (queries.length > MAX_QUERIES) throw invalid('MetricDataQueries', `must not be more than ${MAX_QUERIES}`);
  const read = queries.map(toQuery);
  const byId = new Map(read.map((query) => [query.id, query]));
  if (byId.size < read.length) throw invalid('MetricDataQueries', 'names an Id twice');
  return withPeriods(byId);
};

const toQuery = (query: Fields): MetricQuery => {
  const id = query.string('Id');
  if (!/^[a-z][A-Za-z0-9_]*$/.test(id)) throw invalid('Id', `must begin with a small letter: ${id}`);
  const about = { id, label: query.optionalString('Label'), returned: query.boolean('ReturnData', true) };
  const statistic = query.object('MetricStat');
  if (!statistic) {
    const source = parseExpression(query.string('Expression'));
    return { ...about, source, periodMs: query.has('Period') ? toPeriodMs(query.number('Period')) : 1_000 };
  }
  const source = toSource(statistic.object('Metric') ?? statistic, statistic.string('Stat'));
  return { ...about, source, periodMs: toPeriodMs(statistic.number('Period')) };
};

/** The metric of fields that name it, and what is asked of it. */
export const toSource = (metric: Fields, statistic: string): MetricSource => {
  if (!isStatistic(statistic)) throw invalid('Stat', `is not known here: ${statistic}`);
  const [namespace, name] = [metric.string('Namespace'), metric.string('MetricName')];
  return { kind: 'statistic', metric: { namespace, name, dimensions: toDimensions(metric) }, statistic };
};

/** A period of so many seconds as CloudWatch takes it: 1, 5, 10, 20, 30 or a multiple of 60. */
export const toPeriodMs = (seconds: number): number => {
  if (PERIODS.has(seconds) || (seconds > 0 && seconds % 60 === 0)) return seconds * 1_000;
  throw invalid('Period', `must be 1, 5, 10, 20, 30 or a multiple of 60 seconds, not ${seconds}`);
};

/** Follows what expressions refer to, and throws where that leads nowhere or in a circle. */
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

/** Works each query out by its own period, an expression over what it refers to by the expression's. */
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
