import type {
  BarSeriesOption,
  EChartsOption,
  LegendComponentOption,
  LineSeriesOption,
  TooltipComponentOption,
  YAXisComponentOption,
} from 'echarts';
import type { AxisSide, DrawnGraph, DrawnMoment, DrawnSeries, DrawnThreshold } from '../dashboards/drawn-widget';
import type { TimeRange } from '../dashboards/time-range';
import { compact, figure } from './format';
import { isolatedTimes, lineStyle, tooltipText, withGaps } from './series';

/** The colours and the font of the page. */
export interface Theme {
  readonly muted: string;
  readonly border: string;
  readonly panel: string;
  readonly text: string;
  readonly bad: string;
  readonly fontFamily: string;
}

/** Graphs with more lines have thinner lines. */
const MANY_LINES = 12;
const SIDES = ['left', 'right'] as const satisfies readonly AxisSide[];

const axisLabel = (value: number): string => (Math.abs(value) >= 10_000 ? compact(value) : figure(value));

/** Keeps a mark unchanged while the pointer highlights a line. */
const UNCHANGED = { label: { opacity: 1 }, lineStyle: { opacity: 1 } };

/** A labelled line across a graph, or along it. */
const mark = <Where extends object>(
  where: Where,
  { label, color }: Pick<DrawnThreshold, 'label' | 'color'>,
  theme: Theme,
) => {
  const tone = color ?? theme.bad;
  return {
    ...where,
    lineStyle: { color: tone, type: 'dashed' as const, width: 1.25 },
    label: {
      show: label !== '',
      formatter: label,
      position: 'insideEndTop' as const,
      color: tone,
      fontSize: 11,
      textBorderColor: theme.panel,
      textBorderWidth: 3,
    },
  };
};

/** A shaded band between two places. */
const band = <Where extends object>(
  from: Where,
  to: Where,
  { color }: Pick<DrawnThreshold, 'color'>,
  theme: Theme,
): [object, object] => [{ ...from, itemStyle: { color: color ?? theme.bad, opacity: 0.08 } }, to];

/** The end of the shaded area beyond a threshold. */
const BEYOND = { above: Infinity, below: -Infinity };

/** A series without a line. It carries the thresholds of one axis and makes the axis include them. */
const thresholdSeries = (
  side: AxisSide,
  { thresholds }: DrawnGraph,
  range: TimeRange,
  theme: Theme,
): LineSeriesOption => {
  const own = thresholds.filter(({ axis }) => axis === side);
  const bands = own.flatMap((threshold) => {
    const { value, fill } = threshold;
    const to = threshold.to ?? (fill && BEYOND[fill]);
    return to === undefined ? [] : [band({ yAxis: value }, { yAxis: to }, threshold, theme)];
  });
  return {
    id: `thresholds-${side}`,
    type: 'line',
    silent: true,
    yAxisIndex: side === 'right' ? 1 : 0,
    symbol: 'none',
    lineStyle: { width: 0 },
    data: own.flatMap(({ value, to = value }) => [
      [range.from, value],
      [range.from, null],
      [range.from, to],
    ]),
    markLine: {
      silent: true,
      symbol: 'none',
      blur: UNCHANGED,
      data: own.flatMap((threshold) => {
        const { value, to } = threshold;
        const line = mark({ yAxis: value }, threshold, theme);
        return to === undefined ? [line] : [line, mark({ yAxis: to }, { ...threshold, label: '' }, theme)];
      }),
    },
    markArea: { silent: true, data: bands },
  };
};

const momentSeries = ({ moments }: DrawnGraph, theme: Theme): LineSeriesOption => ({
  id: 'moments',
  type: 'line',
  silent: true,
  data: [],
  markLine: {
    silent: true,
    symbol: 'none',
    blur: UNCHANGED,
    data: moments.map((moment) => mark({ xAxis: moment.at }, moment, theme)),
  },
  markArea: {
    silent: true,
    data: moments.flatMap((moment: DrawnMoment) =>
      moment.to === undefined ? [] : [band({ xAxis: moment.at }, { xAxis: moment.to }, moment, theme)],
    ),
  },
});

const lineSeries = (
  line: DrawnSeries,
  index: number,
  { form, periodMs, series }: DrawnGraph,
): LineSeriesOption | BarSeriesOption => {
  const { color, stroke } = lineStyle(line, index);
  const isolated = isolatedTimes(line.points, periodMs);
  const common = {
    id: `line-${index}`,
    name: line.label,
    yAxisIndex: line.axis === 'right' ? 1 : 0,
    data: withGaps(line.points, periodMs).map(([at, value]) => [at, value]),
    color,
    itemStyle: { color },
    emphasis: { focus: 'series' as const },
  };
  if (form === 'bars') return { ...common, type: 'bar', barMaxWidth: 12 };
  return {
    ...common,
    type: 'line',
    symbol: 'circle',
    symbolSize: (value: unknown) => (isolated.has(timeOf(value)) ? 5 : 0),
    lineStyle: { width: series.length > MANY_LINES ? 1.25 : 1.75, type: stroke },
    ...(form === 'areas' && { stack: line.axis, areaStyle: { opacity: 0.3 } }),
  };
};

/** The time of a point as ECharts passes it to callbacks: `[time, value]`. */
export const timeOf = (point: unknown): number => (Array.isArray(point) ? Number(point[0]) : NaN);

const valueAxis = (side: AxisSide, { series, thresholds, axes }: DrawnGraph, theme: Theme): YAXisComponentOption => {
  const { min, max, label } = axes[side];
  const isUsed = side === 'left' || [...series, ...thresholds].some(({ axis }) => axis === side);
  return {
    type: 'value',
    show: isUsed,
    position: side,
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
    ...(label && { name: label, nameTextStyle: { color: theme.muted, align: side } }),
    splitNumber: 3,
    splitLine: { show: side === 'left', lineStyle: { color: theme.border } },
    axisLabel: { color: theme.muted, fontSize: 11, formatter: axisLabel },
  };
};

const legendOf = ({ series }: DrawnGraph, theme: Theme): LegendComponentOption => ({
  show: series.length > 1,
  type: 'scroll',
  bottom: 0,
  left: 0,
  right: 0,
  data: series.map(({ label }) => label),
  itemWidth: 18,
  itemHeight: 14, // a scrolled legend clips at the height of its items, and would cut higher text
  itemGap: 14,
  itemStyle: { opacity: 0 },
  inactiveColor: theme.border,
  pageIconColor: theme.muted,
  pageIconInactiveColor: theme.border,
  pageIconSize: 11,
  pageTextStyle: { color: theme.muted, fontSize: 11 },
  textStyle: { color: theme.muted, fontSize: 11 },
});

const tooltipOf = (theme: Theme): TooltipComponentOption => ({
  trigger: 'axis',
  renderMode: 'richText', // drawn on the canvas: no inline style, which the page's policy would refuse
  backgroundColor: theme.panel,
  borderColor: theme.border,
  textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 12, lineHeight: 18 },
  axisPointer: { lineStyle: { color: theme.muted } },
  confine: true,
  formatter: (given) => {
    const points = (Array.isArray(given) ? given : [given]).filter(({ seriesId }) => seriesId?.startsWith('line-'));
    const rows = points.map(({ marker, data, seriesName }) => ({
      marker: typeof marker === 'string' ? marker : '',
      value: Array.isArray(data) ? (data as unknown[])[1] : undefined,
      label: seriesName ?? '',
    }));
    return tooltipText(timeOf(points[0]?.data), rows);
  },
});

/** The ECharts options of a graph over a time range. */
export const graphOption = (graph: DrawnGraph, range: TimeRange, theme: Theme): EChartsOption => {
  const hasName = Boolean(graph.axes.left.label ?? graph.axes.right.label);
  const hasRight = graph.series.some(({ axis }) => axis === 'right');
  return {
    animation: false,
    textStyle: { fontFamily: theme.fontFamily },
    grid: {
      left: 46,
      right: hasRight ? 46 : 12,
      top: hasName ? 28 : 14,
      bottom: graph.series.length > 1 ? 50 : 24,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'time',
      min: range.from,
      max: range.to,
      splitNumber: 4,
      axisLine: { lineStyle: { color: theme.border } },
      axisTick: { show: false },
      splitLine: { show: false },
      axisLabel: { color: theme.muted, fontSize: 11, hideOverlap: true, showMinLabel: false, formatter: '{HH}:{mm}' },
    },
    yAxis: SIDES.map((side) => valueAxis(side, graph, theme)),
    legend: legendOf(graph, theme),
    tooltip: tooltipOf(theme),
    series: [
      ...graph.series.map((line, index) => lineSeries(line, index, graph)),
      ...SIDES.map((side) => thresholdSeries(side, graph, range, theme)),
      momentSeries(graph, theme),
    ],
  };
};
