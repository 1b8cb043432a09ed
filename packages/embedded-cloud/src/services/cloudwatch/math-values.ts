import { invalid } from './invalid';
import type { Series } from './metric-store';

/** What an expression, or a part of it, comes to: one number, a value by period, several of those, or a keyword. */
export type MathValue = number | string | Series | readonly Series[];

/** What an expression is worked out over. */
export interface MathScope {
  /** Starts of the periods, epoch ms, ascending. */
  readonly times: readonly number[];
  readonly periodMs: number;
  /** The series of a metric or expression by its id. */
  readonly seriesOf: (id: string) => Series;
  /** Every metric of the request, for METRICS(). */
  readonly metrics: () => readonly Series[];
}

/** A series with the value of each period that has one: what is no finite number is none, such as a division by zero. */
export const eachTime = (times: readonly number[], valueAt: (time: number) => number | undefined): Series => {
  const series = new Map<number, number>();
  for (const time of times) {
    const value = valueAt(time);
    if (value !== undefined && Number.isFinite(value)) series.set(time, value);
  }
  return series;
};

/** A series of whatever an expression came to: a number holds at every period. */
export const toSeries = (value: MathValue, { times }: MathScope): Series => {
  if (typeof value === 'number') return eachTime(times, () => value);
  if (typeof value === 'string') throw invalid('Expression', `has ${value} where a value is needed`);
  if (isList(value)) throw invalid('Expression', 'gives several series where one is needed');
  return value;
};

/** Whether a value is several series. */
export const isList = (value: MathValue): value is readonly Series[] => Array.isArray(value);

/** Does the same to a value, or to each of several series. */
export const forEach = (value: MathValue, scope: MathScope, change: (series: Series) => Series): MathValue =>
  isList(value) ? value.map(change) : change(toSeries(value, scope));
