import { Fields, type JsonObject } from 'embedded-cloud/json';
import type { DrawnSeries } from './drawn-widget';
import type { MetricLine } from './metric-rows';

/** The data of a period may arrive this long after its end: after a batching window, an aggregation and a call. */
const ARRIVAL_MS = 2_000;

/** The results of GetMetricData, oldest first, as lines in the order of the widget's rows. */
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

/**
 * The data of finished periods, as CloudWatch shows them, because an incomplete sum would appear as a drop. Returns all
 * data if no period has finished yet.
 */
export const settled = (series: readonly DrawnSeries[], periodMs: number, now: number): readonly DrawnSeries[] => {
  const isOver = ([start]: readonly [number, number]) => start + periodMs + ARRIVAL_MS <= now;
  if (!series.some(({ points }) => points.some(isOver))) return series;
  return series.map((one) => ({ ...one, points: one.points.filter(isOver) }));
};

const toPoints = (times: unknown, values: unknown): readonly (readonly [number, number])[] =>
  Array.isArray(times) && Array.isArray(values)
    ? times.map((time: unknown, at) => [Number(time) * 1_000, Number(values[at])] as const)
    : [];
