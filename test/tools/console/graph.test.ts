import type { DrawnGraph } from '../../../tools/console/dashboards/drawn-widget';
import { graphOption } from '../../../tools/console/page/graph';
import { isolatedTimes, lineStyle, shownRange, tooltipText, withGaps } from '../../../tools/console/page/series';

const THEME = { muted: 'm', border: 'b', panel: 'p', text: 't', bad: 'red', fontFamily: 'f' };
const GRAPH: DrawnGraph = {
  ...{ kind: 'graph', title: 'Start failure ratio', x: 0, y: 0, width: 8, height: 6, form: 'lines', periodMs: 10_000 },
  series: [{ label: 'all', axis: 'left', points: [[10_000, 1]] }],
  thresholds: [],
  moments: [],
  axes: { left: { min: 0 }, right: {} },
};
const optionOf = (more: Partial<DrawnGraph>) => graphOption({ ...GRAPH, ...more }, { from: 0, to: 60_000 }, THEME);
const seriesOf = (more: Partial<DrawnGraph>): readonly object[] => [optionOf(more).series ?? []].flat();
const seriesNamed = (id: string, more: Partial<DrawnGraph>) =>
  seriesOf(more).find((series) => 'id' in series && series.id === id);

describe('withGaps', () => {
  it('inserts a point without a value where periods are missing', () => {
    const points = [[0, 1] as const, [10, 2] as const, [40, 3] as const];
    expect(withGaps(points, 10)).toEqual([
      [0, 1],
      [10, 2],
      [30, null],
      [40, 3],
    ]);
  });
});

describe('isolatedTimes', () => {
  it('finds points without a neighbour', () => {
    const points = [[0, 1] as const, [10, 2] as const, [40, 3] as const];
    expect([...isolatedTimes(points, 10)]).toEqual([40]);
  });
});

describe('shownRange', () => {
  it('begins at the oldest data and is at least three minutes long', () => {
    const range = { from: 0, to: 900_000 };
    const rangeFrom = (at: number) => shownRange([{ kind: 'graph', series: [{ points: [[at, 1]] }] }], range);
    expect(rangeFrom(-50_000)).toEqual(range);
    expect(rangeFrom(300_000)).toEqual({ from: 300_000, to: 900_000 });
    expect(rangeFrom(890_000)).toEqual({ from: 720_000, to: 900_000 });
    expect(shownRange([{ kind: 'text' }], range)).toEqual({ from: 720_000, to: 900_000 });
  });
});

describe('tooltipText', () => {
  it('lists the values at a time, the largest first, and counts those that do not fit', () => {
    const rows = Array.from({ length: 35 }, (_, value) => ({ marker: '·', value, label: `line ${value}` }));
    const lines = tooltipText(0, [...rows, { marker: '·', value: null, label: 'no value' }]).split('\n');
    expect(lines).toHaveLength(14);
    expect(lines[1]).toBe('·34  line 34');
    expect(lines.at(-1)).toBe('and 23 more');
  });

  it('is empty without values', () => {
    expect(tooltipText(0, [{ marker: '', value: null, label: '' }])).toBe('');
  });
});

describe('lineStyle', () => {
  it('differs between 35 lines', () => {
    const styles = Array.from({ length: 35 }, (_, index) => JSON.stringify(lineStyle({}, index)));
    expect(new Set(styles).size).toBe(35);
  });

  it('keeps the colour that the dashboard sets', () => {
    expect(lineStyle({ color: '#123456' }, 3)).toMatchObject({ color: '#123456' });
  });
});

describe('graphOption', () => {
  it('draws each threshold with its label, and extends the axis to it', () => {
    const thresholds = [{ value: 0.3, label: 'alarm above 0.3', color: '#d62728', axis: 'left' }] as const;
    const carrier = seriesNamed('thresholds-left', { thresholds });
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
    expect(JSON.stringify(carrier)).toContain('[0,0.3]');
  });

  it('shades the area beyond a threshold, and between two', () => {
    const thresholds = [
      { value: 1, to: 2, label: 'band', axis: 'right' },
      { value: 5, label: '', fill: 'above', axis: 'left' },
    ] as const;
    expect(seriesNamed('thresholds-right', { thresholds })).toMatchObject({
      yAxisIndex: 1,
      markArea: { data: [[{ yAxis: 1 }, { yAxis: 2 }]] },
    });
    expect(seriesNamed('thresholds-left', { thresholds })).toMatchObject({
      markArea: { data: [[{ yAxis: 5 }, { yAxis: Infinity }]] },
    });
    expect(optionOf({ thresholds }).yAxis).toMatchObject([{ show: true }, { show: true }]);
  });

  it('marks moments', () => {
    expect(seriesNamed('moments', { moments: [{ at: 20_000, to: 30_000, label: 'deployed' }] })).toMatchObject({
      markLine: { data: [{ xAxis: 20_000, label: { formatter: 'deployed' } }] },
      markArea: { data: [[{ xAxis: 20_000 }, { xAxis: 30_000 }]] },
    });
  });

  it('stacks areas, draws bars, and scrolls the legend of several lines', () => {
    const series = [
      { label: 'a', axis: 'left', points: [] },
      { label: 'b', axis: 'left', points: [] },
    ] as const;
    expect(seriesOf({ form: 'areas', series })[1]).toMatchObject({ stack: 'left', areaStyle: {} });
    expect(seriesOf({ form: 'bars', series })[0]).toMatchObject({ type: 'bar' });
    expect(optionOf({ series })).toMatchObject({ legend: { show: true, type: 'scroll', data: ['a', 'b'] } });
    expect(optionOf({})).toMatchObject({ legend: { show: false } });
  });
});
