import { invalid } from './errors';
import type { Series } from './metric-store';

/** The value of an expression or of a part of it: a number, a series, several series or a keyword. */
export type MathValue = number | string | Series | readonly Series[];

/** The context in which an expression is evaluated. */
export interface MathScope {
  /** The starts of the periods, epoch ms, ascending. */
  readonly times: readonly number[];
  readonly periodMs: number;
  /** The series of the metric or expression with this id. */
  readonly seriesOf: (id: string) => Series;
  /** Every metric of the request, for METRICS(). */
  readonly metrics: () => readonly Series[];
}

/** Builds a series from a function of time. A period with an infinite result, as of a division by 0, has no value. */
export const eachTime = (times: readonly number[], valueAt: (time: number) => number | undefined): Series => {
  const series = new Map<number, number>();
  for (const time of times) {
    const value = valueAt(time);
    if (value !== undefined && Number.isFinite(value)) series.set(time, value);
  }
  return series;
};

/** Converts a value to a series; a number applies to every period. */
export const toSeries = (value: MathValue, { times }: MathScope): Series => {
  if (typeof value === 'number') return eachTime(times, () => value);
  if (typeof value === 'string') throw invalid('Expression', `has ${value} where a value is required`);
  if (isList(value)) throw invalid('Expression', 'returns several series where one is required');
  return value;
};

/** Whether a value consists of several series. */
export const isList = (value: MathValue): value is readonly Series[] => Array.isArray(value);

/** Applies a change to a value, or to each of several series. */
export const forEach = (value: MathValue, scope: MathScope, change: (series: Series) => Series): MathValue =>
  isList(value) ? value.map(change) : change(toSeries(value, scope));
