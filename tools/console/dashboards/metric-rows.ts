import { isObject, type JsonObject } from 'embedded-cloud/json';
import { toAxisSide } from './annotations';
import type { AxisSide } from './drawn-widget';

/** A line of a widget: its query for GetMetricData, and how it is drawn. */
export interface MetricLine {
  readonly query: JsonObject & { readonly Id: string };
  readonly color: string | undefined;
  readonly axis: AxisSide;
  /** Seconds; 0 for an expression without a period. */
  readonly period: number;
}

/** The settings of rows without their own. */
interface Defaults {
  readonly stat: string;
  /** Seconds. */
  readonly period: number;
}

/**
 * Reads the rows of a widget. Source: CloudWatch, "Dashboard body structure". A metric is `[namespace, name, dimension,
 * value, …, options]`; `"."` repeats the cell of the row above, `"..."` all cells that are left out. `[{expression}]`
 * is metric math.
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
