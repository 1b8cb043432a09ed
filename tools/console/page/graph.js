import { compact, figure } from './format.js';
import { alone, lookOf, tellPoint, withHoles } from './series.js';

const MANY = 12;

const axisFigure = (value) => (Math.abs(value) >= 10_000 ? compact(value) : figure(value));

/** Stays as it is while the pointer brings one line forward. */
const STEADY = { label: { opacity: 1 }, lineStyle: { opacity: 1 } };

/** A line across a graph, or along it, with its name. */
const mark = (where, { label, color }, theme) => {
  const tone = color ?? theme.bad;
  return {
    ...where,
    lineStyle: { color: tone, type: 'dashed', width: 1.25 },
    label: {
      show: label !== '',
      formatter: label,
      position: 'insideEndTop',
      color: tone,
      fontSize: 11,
      textBorderColor: theme.panel,
      textBorderWidth: 3,
    },
  };
};

const band = (from, to, { color }, theme) => [{ ...from, itemStyle: { color: color ?? theme.bad, opacity: 0.08 } }, to];

/** The edge of what lies beyond a threshold. */
const BEYOND = { above: Infinity, below: -Infinity };

/** A series that draws no line: it carries the thresholds of one axis, and makes room for them on it. */
const thresholdSeries = (side, { thresholds }, range, theme) => {
  const own = thresholds.filter(({ axis }) => axis === side);
  const bands = own.flatMap((threshold) => {
    const { value, to = BEYOND[threshold.fill] } = threshold;
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
      blur: STEADY,
      data: own.flatMap((threshold) => {
        const { value, to } = threshold;
        const line = mark({ yAxis: value }, threshold, theme);
        return to === undefined ? [line] : [line, mark({ yAxis: to }, { ...threshold, label: '' }, theme)];
      }),
    },
    markArea: { silent: true, data: bands },
  };
};

const momentSeries = ({ moments }, theme) => ({
  id: 'moments',
  type: 'line',
  silent: true,
  data: [],
  markLine: {
    silent: true,
    symbol: 'none',
    blur: STEADY,
    data: moments.map((moment) => mark({ xAxis: moment.at }, moment, theme)),
  },
  markArea: {
    silent: true,
    data: moments
      .filter(({ to }) => to !== undefined)
      .map((moment) => band({ xAxis: moment.at }, { xAxis: moment.to }, moment, theme)),
  },
});

const lineSeries = (line, index, { form, periodMs, series }) => {
  const { color, stroke } = lookOf(line, index);
  const lonely = alone(line.points, periodMs);
  return {
    id: `line-${index}`,
    name: line.label,
    type: form === 'bars' ? 'bar' : 'line',
    yAxisIndex: line.axis === 'right' ? 1 : 0,
    data: withHoles(line.points, periodMs),
    color,
    symbol: 'circle',
    symbolSize: ([at]) => (lonely.has(at) ? 5 : 0),
    lineStyle: { width: series.length > MANY ? 1.25 : 1.75, type: stroke },
    itemStyle: { color },
    barMaxWidth: 12,
    emphasis: { focus: 'series' },
    ...(form === 'areas' && { stack: line.axis, areaStyle: { opacity: 0.3 } }),
  };
};

const valueAxis = (side, { series, thresholds, axes }, theme) => {
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
    axisLabel: { color: theme.muted, fontSize: 11, formatter: axisFigure },
  };
};

const legendOf = ({ series }, theme) => ({
  show: series.length > 1,
  type: 'scroll',
  bottom: 0,
  left: 0,
  right: 0,
  data: series.map(({ label }) => label),
  itemWidth: 18,
  itemHeight: 14, // the clip of a scrolled legend is as high as its items, and cuts higher text
  itemGap: 14,
  itemStyle: { opacity: 0 },
  inactiveColor: theme.border,
  pageIconColor: theme.muted,
  pageIconInactiveColor: theme.border,
  pageIconSize: 11,
  pageTextStyle: { color: theme.muted, fontSize: 11 },
  textStyle: { color: theme.muted, fontSize: 11 },
});

const tooltipOf = (theme) => ({
  trigger: 'axis',
  renderMode: 'richText', // drawn on the canvas: no inline style that the page's policy would refuse
  backgroundColor: theme.panel,
  borderColor: theme.border,
  textStyle: { color: theme.text, fontFamily: theme.fontFamily, fontSize: 12, lineHeight: 18 },
  axisPointer: { lineStyle: { color: theme.muted } },
  confine: true,
  formatter: (points) =>
    tellPoint(
      points[0]?.axisValue,
      points
        .filter(({ seriesId }) => seriesId.startsWith('line-'))
        .map(({ marker, data, seriesName }) => ({ marker, value: data?.[1], label: seriesName })),
    ),
});

/**
 * What ECharts draws for a graph over a range of time.
 * @param {import('../dashboards/drawn-widget').DrawnGraph} graph
 */
export const graphOption = (graph, range, theme) => {
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
    yAxis: ['left', 'right'].map((side) => valueAxis(side, graph, theme)),
    legend: legendOf(graph, theme),
    tooltip: tooltipOf(theme),
    series: [
      ...graph.series.map((line, index) => lineSeries(line, index, graph)),
      ...['left', 'right'].map((side) => thresholdSeries(side, graph, range, theme)),
      momentSeries(graph, theme),
    ],
  };
};
