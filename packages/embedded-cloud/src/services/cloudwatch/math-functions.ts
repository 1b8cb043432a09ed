import { eachTime, forEach, isList, type MathScope, type MathValue, toSeries } from './math-values';
import type { Series } from './metric-store';

/** A function of metric math. */
interface MathFunction {
  /** The minimum and maximum number of arguments. */
  readonly arity: readonly [number, number];
  readonly run: (args: readonly MathValue[], scope: MathScope) => MathValue;
}

const argument = (args: readonly MathValue[], index: number): MathValue => args[index] ?? NaN;

const IF: MathFunction = {
  arity: [2, 3],
  run: (args, scope) => {
    const [condition, then, otherwise] = [0, 1, 2].map((index) => toSeries(argument(args, index), scope));
    return eachTime(scope.times, (time) => {
      const holds = condition?.get(time);
      return holds === undefined ? undefined : (holds === 0 ? otherwise : then)?.get(time);
    });
  },
};

const FILL: MathFunction = {
  arity: [2, 2],
  run: (args, scope) => {
    const filling = argument(args, 1);
    return forEach(argument(args, 0), scope, (series) => {
      if (filling === 'REPEAT') return repeated(series, scope);
      if (filling === 'LINEAR') return interpolated(series, scope);
      const fill = toSeries(filling, scope);
      return eachTime(scope.times, (time) => series.get(time) ?? fill.get(time));
    });
  },
};

const repeated = (series: Series, { times }: MathScope): Series => {
  let last: number | undefined;
  return eachTime(times, (time) => (last = series.get(time) ?? last));
};

/**
 * Interpolates linearly between two values; periods before the first value and after the last one stay without value.
 */
const interpolated = (series: Series, { times }: MathScope): Series => {
  const known = [...series].sort(([a], [b]) => a - b);
  let next = 0;
  return eachTime(times, (time) => {
    while ((known[next]?.[0] ?? Infinity) < time) next++;
    const [before, after] = [known[next - 1], known[next]];
    if (after?.[0] === time) return after[1];
    if (!before || !after) return undefined;
    return before[1] + ((after[1] - before[1]) * (time - before[0])) / (after[0] - before[0]);
  });
};

/** The change per second since the previous period that has a value. */
const RATE: MathFunction = {
  arity: [1, 1],
  run: (args, scope) =>
    forEach(argument(args, 0), scope, (series) => {
      let before: readonly [number, number] | undefined;
      return eachTime(scope.times, (time) => {
        const value = series.get(time);
        if (value === undefined) return undefined;
        const rate = before && ((value - before[1]) / (time - before[0])) * 1_000;
        before = [time, value];
        return rate;
      });
    }),
};

/** Aggregates several series per period, or one series over all its periods. No values aggregate to no value. */
const aggregate = (over: (values: readonly number[]) => number): MathFunction => ({
  arity: [1, 1],
  run: (args, scope) => {
    const value = argument(args, 0);
    if (typeof value === 'number') return value;
    const overValues = (values: readonly number[]): number => (values.length === 0 ? NaN : over(values));
    if (!isList(value)) return overValues([...toSeries(value, scope).values()]);
    return eachTime(scope.times, (time) => overValues(value.flatMap((series) => series.get(time) ?? [])));
  },
});

const onEach = (of: (value: number) => number): MathFunction => ({
  arity: [1, 1],
  run: (args, scope) =>
    forEach(argument(args, 0), scope, (series) =>
      eachTime(scope.times, (time) => {
        const value = series.get(time);
        return value === undefined ? undefined : of(value);
      }),
    ),
});

/** Replaces each value by a part of its period's start, UTC. */
const partOfTime = (of: (start: Date) => number): MathFunction => ({
  arity: [1, 1],
  run: (args, scope) =>
    forEach(argument(args, 0), scope, (series) =>
      eachTime(scope.times, (time) => (series.has(time) ? of(new Date(time)) : undefined)),
    ),
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** The supported functions by name. Source: CloudWatch, "Metric math syntax and functions". */
export const FUNCTIONS: ReadonlyMap<string, MathFunction> = new Map([
  ['IF', IF],
  ['FILL', FILL],
  ['RATE', RATE],
  ['METRICS', { arity: [0, 0], run: (_, scope) => scope.metrics() }],
  ['PERIOD', { arity: [1, 1], run: (_, scope) => scope.periodMs / 1_000 }],
  ['TIME_SERIES', { arity: [1, 1], run: (args, scope) => toSeries(argument(args, 0), scope) }],
  ['SUM', aggregate(sum)],
  ['AVG', aggregate((values) => sum(values) / values.length)],
  ['MIN', aggregate((values) => Math.min(...values))],
  ['MAX', aggregate((values) => Math.max(...values))],
  ['ABS', onEach(Math.abs)],
  ['CEIL', onEach(Math.ceil)],
  ['FLOOR', onEach(Math.floor)],
  ['HOUR', partOfTime((start) => start.getUTCHours())],
  ['MINUTE', partOfTime((start) => start.getUTCMinutes())],
]);
