import type { DrawnSeries } from '../dashboards/drawn-widget';
import type { TimeRange } from '../dashboards/time-range';
import { clock, figure } from './format';

/** The start of a period, epoch ms, and its value; null breaks the line. */
export type Point = readonly [number, number | null];

/** Colours that most people can tell apart, on light and on dark. */
const PALETTE = ['#4c8dff', '#e8833a', '#2fa36b', '#b268d9', '#d9a514', '#e05f8a', '#33a7b5', '#8d7b68'] as const;
/** When the colours are used up, the strokes change. */
const STROKES = ['solid', [6, 3], [2, 2], [9, 3, 2, 3], [14, 4]] as const;
const TOOLTIP_ROWS = 12;
const SHORTEST_RANGE_MS = 3 * 60_000;

/** The colour and the stroke of a line. */
export interface LineStyle {
  readonly color: string;
  readonly stroke: 'solid' | number[];
}

/** The style of the nth line of a graph: the colour that its dashboard sets, or one of the palette. */
export const lineStyle = ({ color }: Pick<DrawnSeries, 'color'>, index: number): LineStyle => {
  const stroke = STROKES[Math.floor(index / PALETTE.length) % STROKES.length] ?? 'solid';
  return {
    color: color ?? PALETTE[index % PALETTE.length] ?? PALETTE[0],
    stroke: typeof stroke === 'string' ? stroke : [...stroke],
  };
};

/** The points of a line with a gap for each missing period: no line connects points across unknown values. */
export const withGaps = (points: readonly Point[], periodMs: number): readonly Point[] =>
  points.flatMap((point, index): readonly Point[] => {
    const previous = points[index - 1];
    const isAfterGap = previous !== undefined && point[0] - previous[0] > 1.5 * periodMs;
    return isAfterGap ? [[point[0] - periodMs, null], point] : [point];
  });

/** The times of points without a neighbour: they are visible only as a mark. */
export const isolatedTimes = (points: readonly Point[], periodMs: number): ReadonlySet<number> => {
  const isNear = (a: Point | undefined, b: Point | undefined): boolean =>
    a !== undefined && b !== undefined && b[0] - a[0] <= 1.5 * periodMs;
  const isolated = points.filter(
    (point, index) => !isNear(points[index - 1], point) && !isNear(point, points[index + 1]),
  );
  return new Set(isolated.map(([at]) => at));
};

/** The part of a widget that has data over time. */
interface Timed {
  readonly kind: string;
  readonly series?: readonly Pick<DrawnSeries, 'points'>[];
}

/** The time range of all graphs of a dashboard: begins at the oldest data, and is at least a few minutes long. */
export const shownRange = (widgets: readonly Timed[], { from, to }: TimeRange): TimeRange => {
  const starts = widgets.flatMap(({ kind, series = [] }) =>
    kind === 'graph' ? series.flatMap(({ points }) => points.slice(0, 1).map(([at]) => at)) : [],
  );
  const first = Math.min(to, ...starts);
  return { from: Math.max(from, Math.min(first, to - SHORTEST_RANGE_MS)), to };
};

/** One line of a graph at the time of a tooltip. */
export interface TooltipRow {
  readonly marker: string;
  readonly value: unknown;
  readonly label: string;
}

/** The text of a tooltip: the values at a time, largest first, as many as fit; empty if there are none. */
export const tooltipText = (at: number, rows: readonly TooltipRow[]): string => {
  const known = rows
    .flatMap(({ marker, value, label }) => (typeof value === 'number' ? [{ marker, value, label }] : []))
    .toSorted((a, b) => b.value - a.value);
  const width = Math.max(0, ...known.map(({ value }) => figure(value).length));
  const lines = known
    .slice(0, TOOLTIP_ROWS)
    .map(({ marker, value, label }) => `${marker}${figure(value).padStart(width, '\u2007')}  ${label}`);
  const rest = known.length > TOOLTIP_ROWS ? [`and ${known.length - TOOLTIP_ROWS} more`] : [];
  return known.length > 0 ? [clock(at), ...lines, ...rest].join('\n') : '';
};
