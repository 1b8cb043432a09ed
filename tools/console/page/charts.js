/* global echarts -- loaded before this module: ECharts' one-file build is a classic script */
import { clock, compact, count, percent } from './format.js';

const MINUTE_MS = 60_000;
const INSTANT_MS = 10_000;
const SECOND_MS = 1_000;

const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();

/** Points as ECharts takes them, with a hole wherever more than one step is missing: no line across the unknown. */
const points = (rows, at, stepMs, value) =>
  rows.flatMap((row, index) => {
    const hole = index > 0 && row[at] - rows[index - 1][at] > 1.5 * stepMs ? [[row[at] - stepMs, null]] : [];
    return [...hole, [row[at], value(row, index) ?? null]];
  });

/** The window begins with the first point and grows to its full length before it begins to move. */
const timeRange = (now, first, minMs) => ({ min: first, max: Math.max(now, first + minMs) });

/** Two plots above each other on one time axis: what matters, and below it what goes wrong. */
const frame = (range, tooltip) => {
  const muted = colour('muted');
  const { fontFamily } = getComputedStyle(document.body);
  const line = { lineStyle: { color: colour('border') } };
  const label = { color: muted, fontSize: 11 };
  const grid = { left: 48, right: 12, outerBoundsMode: 'none' };
  const time = {
    type: 'time',
    ...range,
    splitNumber: 4,
    axisLine: line,
    axisTick: { show: false },
    splitLine: { show: false },
  };
  const timeLabel = { ...label, hideOverlap: true, showMinLabel: false, formatter: '{HH}:{mm}:{ss}' };
  const amount = { type: 'value', min: 0, minInterval: 1, splitLine: line };
  const amountLabel = { ...label, formatter: compact };
  return {
    animation: false,
    textStyle: { fontFamily },
    axisPointer: { link: [{ xAxisIndex: 'all' }], lineStyle: { color: muted } },
    grid: [
      { ...grid, top: 10, bottom: '38%' },
      { ...grid, top: '70%', bottom: 24 },
    ],
    xAxis: [
      { ...time, gridIndex: 0, axisLabel: { show: false } },
      { ...time, gridIndex: 1, axisLabel: timeLabel },
    ],
    yAxis: [
      { ...amount, gridIndex: 0, splitNumber: 4, axisLabel: amountLabel },
      { ...amount, gridIndex: 1, splitNumber: 2, axisLabel: amountLabel },
    ],
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText', // drawn on the canvas: no HTML, and no inline style that the page's policy would refuse
      backgroundColor: colour('panel'),
      borderColor: colour('border'),
      textStyle: { color: colour('text'), fontFamily, fontSize: 12, lineHeight: 18 },
      formatter: tooltip,
      confine: true,
    },
  };
};

const line = (id, plot, data, lineStyle, more = {}) => ({
  id,
  type: 'line',
  xAxisIndex: plot,
  yAxisIndex: plot,
  data,
  showSymbol: false,
  color: lineStyle.color,
  lineStyle: { width: 2, ...lineStyle },
  ...more,
});

/** In the lower plot, on top of one another. */
const bars = (id, data, color) => ({ id, type: 'bar', stack: 'lower', xAxisIndex: 1, yAxisIndex: 1, data, color });

const streamsOption = ({ now, instants }) => {
  const plot = (value) => points(instants, 'instant', INSTANT_MS, value);
  const range = timeRange(now, instants[0].instant, 2 * MINUTE_MS);
  const firstOpen = instants.find(({ closed }) => !closed)?.instant ?? now;
  const counted = { color: colour('accent') };
  // begins with the last complete count, so that the lines meet; only what is unsure bears a mark
  const unsure = ({ complete, streams }, at) => (complete && instants[at + 1]?.complete !== false ? null : streams);
  const marked = new Set(instants.filter(({ complete }) => !complete).map(({ instant }) => instant));
  const hollow = { showSymbol: true, symbol: 'emptyCircle', symbolSize: ([at]) => (marked.has(at) ? 6 : 0) };
  const shade = {
    silent: true,
    itemStyle: { color: colour('shade') },
    data: [[{ xAxis: firstOpen }, { xAxis: range.max }]],
  };
  return {
    ...frame(range, (series) => tellInstant(instants, series)),
    series: [
      line(
        'truth',
        0,
        plot(({ truth }) => truth),
        { color: colour('text'), width: 1, type: 'dashed' },
        { z: 3 },
      ),
      line(
        'counted',
        0,
        plot(({ complete, streams }) => (complete ? streams : null)),
        counted,
        { markArea: shade },
      ),
      line('unsure', 0, plot(unsure), { ...counted, width: 1.5, type: 'dotted' }, hollow),
      line(
        'rebuffering',
        1,
        plot(({ complete, rebuffering }) => (complete ? rebuffering : null)),
        { color: colour('bad') },
      ),
    ],
  };
};

const tellInstant = (instants, series) => {
  const view = instants.find(({ instant }) => instant === series[0]?.data[0]);
  if (!view) return '';
  const state = view.closed ? 'closed' : view.complete ? 'complete, open to late events' : 'not yet complete';
  const truth = view.truth === undefined ? [] : [`truth  ${count(view.truth)}`];
  const stalled = `rebuffering  ${count(view.rebuffering)} (${percent(view.rebuffering, view.streams)})`;
  return [`${clock(view.instant)}  ${state}`, `counted  ${count(view.streams)}`, ...truth, stalled].join('\n');
};

const ingestOption = ({ now, ingest }) => {
  const plot = (key) => points(ingest, 'at', SECOND_MS, (second) => second[key]);
  const events = { color: colour('accent') };
  return {
    ...frame(timeRange(now, ingest[0].at, MINUTE_MS), (series) => tellSecond(ingest, series)),
    series: [
      line('events', 0, plot('eventsPerSecond'), events, { areaStyle: { opacity: 0.15 } }),
      line('requests', 0, plot('requestsPerSecond'), { color: colour('text'), width: 1, type: 'dashed' }),
      bars('refused', plot('refusedPerSecond'), colour('bad')),
      bars('retries', plot('retriesPerSecond'), colour('warn')),
    ],
  };
};

const tellSecond = (ingest, series) => {
  const second = ingest.find(({ at }) => at === series[0]?.data[0]);
  if (!second) return '';
  const lines = ['events', 'requests', 'refused', 'retries'].map(
    (key) => `${key}  ${count(second[`${key}PerSecond`])}/s`,
  );
  return [clock(second.at), ...lines].join('\n');
};

/** Keeps a chart as wide as its place and in the colours of the scheme; `toOption` gives undefined for nothing yet. */
const mount = (id, empty, toOption) => {
  const place = document.getElementById(id);
  place.dataset.empty = empty;
  let chart;
  let last;
  const draw = (snapshot) => {
    last = snapshot;
    const option = toOption(snapshot);
    place.classList.toggle('empty', !option);
    if (!option) return;
    chart ??= echarts.init(place);
    chart.setOption(option);
  };
  new ResizeObserver(() => chart?.resize()).observe(place);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => last && draw(last));
  return draw;
};

const charts = [
  mount('streams-chart', 'The first count comes in a few seconds.', (snapshot) =>
    snapshot.instants.length > 0 ? streamsOption(snapshot) : undefined,
  ),
  mount('ingest-chart', 'No event has arrived yet.', (snapshot) =>
    snapshot.ingest.length > 0 ? ingestOption(snapshot) : undefined,
  ),
];

/**
 * Draws the two charts.
 * @param {import('../snapshot').ConsoleSnapshot} snapshot
 */
export const drawCharts = (snapshot) => {
  for (const draw of charts) draw(snapshot);
};
