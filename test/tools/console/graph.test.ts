import type { DrawnGraph } from '../../../tools/console/dashboards/drawn-widget';
import { pageModule } from './page-module';

const series = pageModule('series.js');
const graph = pageModule('graph.js');

const THEME = { muted: 'm', border: 'b', panel: 'p', text: 't', bad: 'red', fontFamily: 'f' };
const GRAPH: DrawnGraph = {
  ...{ kind: 'graph', title: 'Start failure ratio', x: 0, y: 0, width: 8, height: 6, form: 'lines', periodMs: 10_000 },
  series: [{ label: 'all', axis: 'left', points: [[10_000, 1]] }],
  thresholds: [],
  moments: [],
  axes: { left: { min: 0 }, right: {} },
};
const option = (more: Partial<DrawnGraph>) =>
  graph('graphOption', { ...GRAPH, ...more }, { from: 0, to: 60_000 }, THEME) as {
    readonly series: readonly Record<string, unknown>[];
  } & Record<string, unknown>;

it('draws no line across what is missing', () => {
  const points = [
    [0, 1],
    [10, 2],
    [40, 3],
  ];
  expect(series('withHoles', points, 10)).toEqual([
    [0, 1],
    [10, 2],
    [30, null],
    [40, 3],
  ]);
});

it('shows from the first data on, and a few minutes at least', () => {
  const range = { from: 0, to: 900_000 };
  const from = (at: number) => series('shownRange', [{ kind: 'graph', series: [{ points: [[at, 1]] }] }], range);
  expect(from(-50_000)).toEqual(range);
  expect(from(300_000)).toEqual({ from: 300_000, to: 900_000 });
  expect(from(890_000)).toEqual({ from: 720_000, to: 900_000 });
  expect(series('shownRange', [{ kind: 'text' }], range)).toEqual({ from: 720_000, to: 900_000 });
});

it('tells the values at a time, the largest first and no more than can be read', () => {
  const rows = Array.from({ length: 35 }, (_, value) => ({ marker: '·', value, label: `line ${value}` }));
  const lines = String(series('tellPoint', 0, [...rows, { marker: '·', value: null, label: 'nothing' }])).split('\n');
  expect(lines).toHaveLength(14);
  expect(lines[1]).toBe('·34  line 34');
  expect(lines.at(-1)).toBe('and 23 more');
  expect(series('tellPoint', 0, [{ marker: '', value: null, label: '' }])).toBe('');
});

it('draws 35 lines that can be told apart', () => {
  const looks = Array.from({ length: 35 }, (_, index) => JSON.stringify(series('lookOf', {}, index)));
  expect(new Set(looks).size).toBe(35);
  expect(series('lookOf', { color: '#123456' }, 3)).toMatchObject({ color: '#123456' });
});

it('draws each threshold with its label, and makes room for it', () => {
  const drawn = option({ thresholds: [{ value: 0.3, label: 'alarm above 0.3', color: '#d62728', axis: 'left' }] });
  const carrier = drawn.series.find(({ id }) => id === 'thresholds-left');
  expect(carrier).toMatchObject({
    markLine: {
      data: [
        {
          yAxis: 0.3,
          lineStyle: { color: '#d62728', type: 'dashed' },
          label: { show: true, formatter: 'alarm above 0.3' },
        },
      ],
    },
  });
  expect(JSON.stringify(carrier?.['data'])).toContain('[0,0.3]');
});

it('shades beyond a threshold, and between two', () => {
  const thresholds = [
    { value: 1, to: 2, label: 'band', axis: 'right' },
    { value: 5, label: '', fill: 'above', axis: 'left' },
  ] as const;
  const drawn = option({ thresholds });
  expect(drawn.series.find(({ id }) => id === 'thresholds-right')).toMatchObject({
    yAxisIndex: 1,
    markArea: { data: [[{ yAxis: 1 }, { yAxis: 2 }]] },
  });
  expect(drawn.series.find(({ id }) => id === 'thresholds-left')).toMatchObject({
    markArea: { data: [[{ yAxis: 5 }, {}]] }, // without an end: Infinity is no JSON
  });
  expect(drawn['yAxis']).toMatchObject([{ show: true }, { show: true }]);
});

it('marks times', () => {
  const drawn = option({ moments: [{ at: 20_000, to: 30_000, label: 'deployed' }] });
  expect(drawn.series.at(-1)).toMatchObject({
    markLine: { data: [{ xAxis: 20_000, label: { formatter: 'deployed' } }] },
    markArea: { data: [[{ xAxis: 20_000 }, { xAxis: 30_000 }]] },
  });
});

it('stacks areas, draws bars, and scrolls a legend of many', () => {
  const two = [
    { label: 'a', axis: 'left', points: [] },
    { label: 'b', axis: 'left', points: [] },
  ] as const;
  expect(option({ form: 'areas', series: two }).series[1]).toMatchObject({ stack: 'left', areaStyle: {} });
  expect(option({ form: 'bars', series: two }).series[0]).toMatchObject({ type: 'bar' });
  expect(option({ series: two })).toMatchObject({ legend: { show: true, type: 'scroll', data: ['a', 'b'] } });
  expect(option({})).toMatchObject({ legend: { show: false } });
});
