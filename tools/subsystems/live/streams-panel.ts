import type { EChartsOption } from 'echarts';
import { colour } from '../../console/page/echarts';
import { clock, count, percent } from '../../console/page/format';
import { timeOf } from '../../console/page/graph';
import type { Panel } from '../../console/page/panel';
import {
  addTimeChart,
  axisRange,
  frame,
  type LegendEntry,
  line,
  LOWER,
  toPoints,
  UPPER,
} from '../../console/page/time-chart';
import type { ConsoleSnapshot, InstantView } from '../../console/snapshot';

const INSTANT_MS = 10_000;
const SHORTEST_RANGE_MS = 120_000;

const LEGEND: readonly LegendEntry[] = [
  ['solid accent', 'counted'],
  ['dotted accent', 'not yet complete'],
  ['dashed', 'simulator’s truth'],
  ['solid bad', 'rebuffering'],
  ['shade', 'open to late events'],
];

/** Concurrent streams over time, compared with the simulator; below them the streams that rebuffer. */
const streamsPanel: Panel = ({ section }) =>
  addTimeChart(section, LEGEND, 'The first count appears in a few seconds.', toOption);

export default streamsPanel;

const toOption = ({ now, instants }: ConsoleSnapshot): EChartsOption | undefined => {
  const [first] = instants;
  if (!first) return undefined;
  const plot = (value: (view: InstantView, index: number) => number | null | undefined) =>
    toPoints(instants, INSTANT_MS, ({ instant }) => instant, value);
  const range = axisRange(now, first.instant, SHORTEST_RANGE_MS);
  const accent = { color: colour('accent') };
  // The dotted line begins at the last complete count, so that the lines meet; only incomplete counts have a mark.
  const incomplete = ({ complete, streams }: InstantView, index: number) =>
    complete && instants[index + 1]?.complete !== false ? null : streams;
  const marked = new Set(instants.filter(({ complete }) => !complete).map(({ instant }) => instant));
  const marks = {
    showSymbol: true,
    symbol: 'emptyCircle',
    symbolSize: (point: unknown) => (marked.has(timeOf(point)) ? 6 : 0),
  };
  return {
    ...frame(range, (at) => tooltipText(instants, at)),
    series: [
      line(
        'truth',
        UPPER,
        plot(({ truth }) => truth),
        { color: colour('text'), width: 1, type: 'dashed' },
        { z: 3 },
      ),
      line(
        'counted',
        UPPER,
        plot(({ complete, streams }) => (complete ? streams : null)),
        accent,
        { markArea: openArea(instants, now, range.max) },
      ),
      line('incomplete', UPPER, plot(incomplete), { ...accent, width: 1.5, type: 'dotted' }, marks),
      line(
        'rebuffering',
        LOWER,
        plot(({ complete, rebuffering }) => (complete ? rebuffering : null)),
        { color: colour('bad') },
      ),
    ],
  };
};

/** Shades the instants that still accept late events. */
const openArea = (instants: readonly InstantView[], now: number, end: number) => {
  const firstOpen = instants.find(({ closed }) => !closed)?.instant ?? now;
  const area: [object, object] = [{ xAxis: firstOpen }, { xAxis: end }];
  return { silent: true, itemStyle: { color: colour('shade') }, data: [area] };
};

const tooltipText = (instants: readonly InstantView[], at: number): string => {
  const view = instants.find(({ instant }) => instant === at);
  if (!view) return '';
  const state = view.closed ? 'closed' : view.complete ? 'complete, open to late events' : 'not yet complete';
  const truth = view.truth === undefined ? [] : [`truth  ${count(view.truth)}`];
  const rebuffering = `rebuffering  ${count(view.rebuffering)} (${percent(view.rebuffering, view.streams)})`;
  return [`${clock(view.instant)}  ${state}`, `counted  ${count(view.streams)}`, ...truth, rebuffering].join('\n');
};
