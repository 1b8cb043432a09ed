import type { Fields } from '../fields';
import { isStatistic } from './bucket';
import { evaluate, type MathScope, toSeries } from './math';
import { type Expression, parseExpression } from './math-parser';
import type { MetricId, MetricStore, Periods, Series } from './metric-store';
import { invalid, toDimensions } from './put-metric-data';

/** One of a request's, or an alarm's, queries: a metric's statistic, or an expression over others. */
export interface MetricQuery {
  readonly id: string;
  readonly label: string | undefined;
  /** Whether the answer shows it. */
  readonly returned: boolean;
  readonly source: MetricSource | Expression;
  /** Seconds; undefined for an expression without one of its own. */
  readonly period: number | undefined;
}

/** A metric's statistic. */
interface MetricSource {
  readonly kind: 'statistic';
  readonly metric: MetricId;
  readonly statistic: string;
}

const PERIODS = new Set([1, 5, 10, 20, 30]);

/** Reads MetricDataQueries, or an alarm's Metrics: the two are alike. Throws, naming what is wrong. */
export const toQueries = (queries: readonly Fields[]): readonly MetricQuery[] => {
  const read = queries.map(toQuery);
  const ids = new Set(read.map(({ id }) => id));
  if (ids.size < read.length) throw invalid('MetricDataQueries', 'names an Id twice');
  return read;
};

const toQuery = (query: Fields): MetricQuery => {
  const id = query.string('Id');
  if (!/^[a-z][A-Za-z0-9_]*$/.test(id)) throw invalid('Id', `must begin with a small letter: ${id}`);
  const about = { id, label: query.optionalString('Label'), returned: query.boolean('ReturnData', true) };
  const statistic = query.object('MetricStat');
  if (!statistic) {
    const period = query.optionalNumber('Period');
    return { ...about, source: parseExpression(query.string('Expression')), period };
  }
  const metric = statistic.object('Metric') ?? statistic;
  return {
    ...about,
    source: toSource(metric, statistic.string('Stat')),
    period: checkPeriod(statistic.number('Period')),
  };
};

/** The metric of fields that name it, and what is asked of it. */
export const toSource = (metric: Fields, statistic: string): MetricSource => {
  if (!isStatistic(statistic)) throw invalid('Stat', `is not known here: ${statistic}`);
  return {
    kind: 'statistic',
    metric: {
      namespace: metric.string('Namespace'),
      name: metric.string('MetricName'),
      dimensions: toDimensions(metric),
    },
    statistic,
  };
};

/** A period in seconds as CloudWatch takes it: 1, 5, 10, 20, 30 or a multiple of 60. */
export const checkPeriod = (seconds: number): number => {
  if (PERIODS.has(seconds) || (seconds > 0 && seconds % 60 === 0)) return seconds;
  throw invalid('Period', `must be 1, 5, 10, 20, 30 or a multiple of 60 seconds, not ${seconds}`);
};

/** The seconds that all queries' results are laid out by: the longest period of any. */
export const commonPeriod = (queries: readonly MetricQuery[]): number =>
  Math.max(1, ...queries.map(({ period = 1 }) => period));

/** Works the queries out over a stretch of time, each expression once those it refers to are. */
export const runQueries = (
  queries: readonly MetricQuery[],
  store: MetricStore,
  periods: Periods,
): ReadonlyMap<string, Series> => {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const done = new Map<string, Series>();
  const open = new Set<string>();
  const seriesOf = (id: string): Series | undefined => {
    const known = done.get(id);
    const query = byId.get(id);
    if (known || !query) return known;
    if (open.has(id)) throw invalid('Expression', `of ${id} refers to itself`);
    open.add(id);
    const series = run(query);
    done.set(id, series);
    return series;
  };
  const metrics = (): readonly Series[] =>
    queries.filter(({ source }) => source.kind === 'statistic').flatMap(({ id }) => seriesOf(id) ?? []);
  const scope: MathScope = { times: timesOf(periods), seriesOf, metrics };
  const run = ({ source }: MetricQuery): Series =>
    source.kind === 'statistic'
      ? store.series(source.metric, source.statistic, periods)
      : toSeries(evaluate(source, scope), scope);
  for (const { id } of queries) seriesOf(id);
  return done;
};

const timesOf = ({ from, to, periodMs }: Periods): readonly number[] =>
  Array.from({ length: Math.max(0, Math.ceil((to - from) / periodMs)) }, (_, index) => from + index * periodMs);
