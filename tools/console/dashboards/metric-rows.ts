import { isObject, type JsonObject } from 'embedded-cloud/json';
import { toAxisSide } from './annotations';
import type { AxisSide } from './drawn-widget';

/** A line of a widget: a query as GetMetricData takes it, and how it is drawn. */
export interface MetricLine {
  readonly query: JsonObject & { readonly Id: string };
  readonly color: string | undefined;
  readonly axis: AxisSide;
  /** Seconds; 0 for an expression that has none of its own. */
  readonly period: number;
}

/** What holds for every row of a widget that does not say otherwise. */
interface Defaults {
  readonly stat: string;
  /** Seconds. */
  readonly period: number;
}

/**
 * A widget's rows as queries. Source: CloudWatch, "Dashboard body structure": `[namespace, name, dimension, value, …, options]`,
 * `"."` for the same as in the row above, `"..."` for as much of it as is left out; `[{expression}]` for metric math.
 */
export const toMetricLines = (rows: unknown, defaults: Defaults): readonly MetricLine[] => {
  let above: readonly string[] = [];
  return (Array.isArray(rows) ? (rows as unknown[]) : []).filter(Array.isArray).map((row: unknown[], index) => {
    const last = row.at(-1);
    const options = isObject(last) ? last : {};
    const own = numberIn(options['period']);
    const expression = options['expression'];
    if (typeof expression === 'string') {
      const Period = own === undefined ? {} : { Period: own };
      return toLine(`e${index}`, options, own ?? 0, { Expression: expression, ...Period });
    }
    const given = row.filter((cell) => typeof cell === 'string');
    above = complete(given, above);
    const [Namespace = '', MetricName = '', ...pairs] = above;
    const Metric = { Namespace, MetricName, Dimensions: toDimensions(pairs) };
    const Stat = stringIn(options['stat']) ?? defaults.stat;
    const Period = own ?? defaults.period;
    return toLine(`m${index}`, { label: MetricName, ...options }, Period, { MetricStat: { Metric, Stat, Period } });
  });
};

const toLine = (id: string, options: JsonObject, period: number, what: JsonObject): MetricLine => {
  const label = stringIn(options['label']) ?? stringIn(what['Expression']);
  return {
    query: {
      Id: stringIn(options['id']) ?? id,
      ReturnData: options['visible'] !== false,
      ...(label !== undefined && { Label: label }),
      ...what,
    },
    color: stringIn(options['color']),
    axis: toAxisSide(options['yAxis']),
    period,
  };
};

const complete = (cells: readonly string[], above: readonly string[]): readonly string[] => {
  const spread = cells.indexOf('...');
  const leftOut = above.length - (cells.length - 1);
  const whole =
    spread < 0
      ? cells
      : [...cells.slice(0, spread), ...above.slice(spread, spread + leftOut), ...cells.slice(spread + 1)];
  return whole.map((cell, at) => (cell === '.' ? (above[at] ?? '') : cell));
};

const toDimensions = (pairs: readonly string[]): readonly JsonObject[] =>
  pairs.flatMap((Name, at) => (at % 2 === 0 ? [{ Name, Value: pairs[at + 1] ?? '' }] : []));

const stringIn = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
