import { Fields, type JsonObject } from 'embedded-cloud/json';
import type { DrawnSeries } from './drawn-widget';
import type { MetricLine } from './metric-rows';

/** Data of a period may come this much after its end: a batching window, a fold and a call. */
const ARRIVAL_MS = 2_000;

/** What GetMetricData answered, oldest first, as lines in the order in which the widget names them. */
export const toDrawnSeries = (answer: JsonObject, lines: readonly MetricLine[]): readonly DrawnSeries[] =>
  new Fields(answer).objects('MetricDataResults').map((result) => {
    const id = result.string('Id');
    const line = lines.find(({ query }) => query.Id === id);
    return {
      label: result.string('Label'),
      ...(line?.color !== undefined && { color: line.color }),
      axis: line?.axis ?? 'left',
      points: toPoints(result.all['Timestamps'], result.all['Values']),
    };
  });

/** The data of whole periods, as CloudWatch shows them: a sum still under way would look like a fall. All there is until there is one. */
export const settled = (series: readonly DrawnSeries[], periodMs: number, now: number): readonly DrawnSeries[] => {
  const isOver = ([start]: readonly [number, number]) => start + periodMs + ARRIVAL_MS <= now;
  if (!series.some(({ points }) => points.some(isOver))) return series;
  return series.map((one) => ({ ...one, points: one.points.filter(isOver) }));
};

const toPoints = (times: unknown, values: unknown): readonly (readonly [number, number])[] =>
  Array.isArray(times) && Array.isArray(values)
    ? times.map((time: unknown, at) => [Number(time) * 1_000, Number(values[at])] as const)
    : [];
