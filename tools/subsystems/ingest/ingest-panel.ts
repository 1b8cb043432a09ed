import type { EChartsOption } from 'echarts';
import { colour } from '../../console/page/echarts';
import { clock, count } from '../../console/page/format';
import type { Panel } from '../../console/page/panel';
import {
  addTimeChart,
  axisRange,
  bars,
  frame,
  type LegendEntry,
  line,
  toPoints,
  UPPER,
} from '../../console/page/time-chart';
import type { ConsoleSnapshot, IngestView } from '../../console/snapshot';

const SECOND_MS = 1_000;
const SHORTEST_RANGE_MS = 60_000;

const LEGEND: readonly LegendEntry[] = [
  ['solid accent', 'events'],
  ['dashed', 'requests'],
  ['block bad', 'refused'],
  ['block warn', 'retries'],
];

/** Events and requests per second; below them refused events and retries. */
const ingestPanel: Panel = ({ section }) => addTimeChart(section, LEGEND, 'No event has arrived yet.', toOption);

export default ingestPanel;

const toOption = ({ now, ingest }: ConsoleSnapshot): EChartsOption | undefined => {
  const [first] = ingest;
  if (!first) return undefined;
  const plot = (value: (second: IngestView) => number) => toPoints(ingest, SECOND_MS, ({ at }) => at, value);
  return {
    ...frame(axisRange(now, first.at, SHORTEST_RANGE_MS), (at) => tooltipText(ingest, at)),
    series: [
      line(
        'events',
        UPPER,
        plot(({ eventsPerSecond }) => eventsPerSecond),
        { color: colour('accent') },
        { areaStyle: { opacity: 0.15 } },
      ),
      line(
        'requests',
        UPPER,
        plot(({ requestsPerSecond }) => requestsPerSecond),
        { color: colour('text'), width: 1, type: 'dashed' },
      ),
      bars(
        'refused',
        plot(({ refusedPerSecond }) => refusedPerSecond),
        colour('bad'),
      ),
      bars(
        'retries',
        plot(({ retriesPerSecond }) => retriesPerSecond),
        colour('warn'),
      ),
    ],
  };
};

const tooltipText = (ingest: readonly IngestView[], at: number): string => {
  const second = ingest.find((view) => view.at === at);
  if (!second) return '';
  return [
    clock(second.at),
    `events  ${count(second.eventsPerSecond)}/s`,
    `requests  ${count(second.requestsPerSecond)}/s`,
    `refused  ${count(second.refusedPerSecond)}/s`,
    `retries  ${count(second.retriesPerSecond)}/s`,
  ].join('\n');
};
