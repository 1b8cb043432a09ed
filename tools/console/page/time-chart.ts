import type { BarSeriesOption, ECharts, EChartsOption, LineSeriesOption } from 'echarts';
import type { ConsoleSnapshot } from '../snapshot';
import { colour, createChart, fontFamily, onSchemeChange } from './echarts';
import { element } from './element';
import { compact } from './format';
import { timeOf } from './graph';
import { type Point, withGaps } from './series';

/** The two plots of a chart on one time axis: the main figures above, the problems below. */
export const UPPER = 0;
export const LOWER = 1;

/** The time range of a chart, epoch ms. */
interface AxisRange {
  readonly min: number;
  readonly max: number;
}

/** A range that begins with the first point and is at least `minMs` long. */
export const axisRange = (now: number, first: number, minMs: number): AxisRange => ({
  min: first,
  max: Math.max(now, first + minMs),
});

/** The points of a line; gaps are not connected. */
export const toPoints = <Row>(
  rows: readonly Row[],
  stepMs: number,
  at: (row: Row) => number,
  value: (row: Row, index: number) => number | null | undefined,
): (number | null)[][] =>
  withGaps(
    rows.map((row, index): Point => [at(row), value(row, index) ?? null]),
    stepMs,
  ).map((point) => [...point]);

/** The axes and the tooltip of a chart with two plots. `tooltip` gives the text at a time, epoch ms. */
export const frame = (range: AxisRange, tooltip: (at: number) => string): EChartsOption => {
  const muted = colour('muted');
  const font = fontFamily();
  const rule = { lineStyle: { color: colour('border') } };
  const label = { color: muted, fontSize: 11 };
  const grid = { left: 48, right: 12, outerBoundsMode: 'none' as const };
  const time = {
    type: 'time' as const,
    ...range,
    splitNumber: 4,
    axisLine: rule,
    axisTick: { show: false },
    splitLine: { show: false },
  };
  const timeLabel = { ...label, hideOverlap: true, showMinLabel: false, formatter: '{HH}:{mm}:{ss}' };
  const amount = { type: 'value' as const, min: 0, minInterval: 1, splitLine: rule };
  const amountLabel = { ...label, formatter: compact };
  return {
    animation: false,
    textStyle: { fontFamily: font },
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: muted } },
    grid: [
      { ...grid, top: 10, bottom: '38%' },
      { ...grid, top: '70%', bottom: 24 },
    ],
    xAxis: [
      { ...time, gridIndex: UPPER, axisLabel: { show: false } },
      { ...time, gridIndex: LOWER, axisLabel: timeLabel },
    ],
    yAxis: [
      { ...amount, gridIndex: UPPER, splitNumber: 4, axisLabel: amountLabel },
      { ...amount, gridIndex: LOWER, splitNumber: 2, axisLabel: amountLabel },
    ],
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText', // drawn on the canvas: no inline style, which the page's policy would refuse
      backgroundColor: colour('panel'),
      borderColor: colour('border'),
      textStyle: { color: colour('text'), fontFamily: font, fontSize: 12, lineHeight: 18 },
      formatter: (given) => tooltip(timeOf((Array.isArray(given) ? given[0] : given)?.data)),
      confine: true,
    },
  };
};

/** A line in one of the plots. */
export const line = (
  id: string,
  plot: typeof UPPER | typeof LOWER,
  data: (number | null)[][],
  style: { readonly color: string; readonly width?: number; readonly type?: 'dashed' | 'dotted' },
  more: LineSeriesOption = {},
): LineSeriesOption => ({
  id,
  type: 'line',
  xAxisIndex: plot,
  yAxisIndex: plot,
  data,
  showSymbol: false,
  color: style.color,
  lineStyle: { width: 2, ...style },
  ...more,
});

/** Bars in the lower plot, stacked. */
export const bars = (id: string, data: (number | null)[][], color: string): BarSeriesOption => ({
  ...{ id, type: 'bar', stack: 'lower', xAxisIndex: LOWER, yAxisIndex: LOWER, data, color },
});

/** One entry of a chart's legend: the classes of its key, and its label. */
export type LegendEntry = readonly [key: string, label: string];

/**
 * Adds a legend and a chart to a section, and returns a function that draws a snapshot. `toOption` returns undefined
 * while there is nothing to draw; the chart then shows the text `empty`.
 */
export const addTimeChart = (
  section: HTMLElement,
  legend: readonly LegendEntry[],
  empty: string,
  toOption: (snapshot: ConsoleSnapshot) => EChartsOption | undefined,
): ((snapshot: ConsoleSnapshot) => void) => {
  const place = element('div', 'chart');
  const entries = legend.map(([key, label]) => element('li', '', element('i', `key ${key}`), label));
  section.append(element('ul', 'legend', ...entries), place);
  place.dataset['empty'] = empty;
  let chart: ECharts | undefined;
  let latest: ConsoleSnapshot | undefined;
  const draw = (snapshot: ConsoleSnapshot): void => {
    latest = snapshot;
    const option = toOption(snapshot);
    place.classList.toggle('empty', !option);
    if (!option) return;
    chart ??= createChart(place);
    chart.setOption(option);
  };
  new ResizeObserver(() => chart?.resize()).observe(place);
  onSchemeChange(() => {
    if (latest) draw(latest);
  });
  return draw;
};
