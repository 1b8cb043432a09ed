import type { AlarmView, Invocation } from 'embedded-cloud';
import { Fields, type JsonObject } from 'embedded-cloud/json';
import { toMoments, toThresholds } from '../../../tools/console/dashboards/annotations';
import { DashboardReader } from '../../../tools/console/dashboards/dashboards';
import { settled } from '../../../tools/console/dashboards/metric-results';
import { toMetricLines } from '../../../tools/console/dashboards/metric-rows';

const DEFAULTS = { stat: 'Average', period: 300 };
const TO = Date.UTC(2026, 10, 24, 8, 15);
const RANGE = { from: TO - 900_000, to: TO };

const queriesOf = (rows: unknown) => toMetricLines(rows, DEFAULTS).map(({ query }) => query);

describe('the rows of a widget', () => {
  it('become queries, with defaults from the widget', () => {
    const rows = [
      ['Playhead/dev', 'Attempts', 'DeviceType', 'web', 'Cdn', 'cdn-a', { period: 10, stat: 'Sum' }],
      ['A', 'B'],
    ];
    expect(queriesOf(rows)).toEqual([
      {
        Id: 'm0',
        ReturnData: true,
        Label: 'Attempts',
        MetricStat: {
          Metric: {
            Namespace: 'Playhead/dev',
            MetricName: 'Attempts',
            Dimensions: [
              { Name: 'DeviceType', Value: 'web' },
              { Name: 'Cdn', Value: 'cdn-a' },
            ],
          },
          Stat: 'Sum',
          Period: 10,
        },
      },
      expect.objectContaining({
        MetricStat: { Metric: { Namespace: 'A', MetricName: 'B', Dimensions: [] }, Stat: 'Average', Period: 300 },
      }),
    ]);
  });

  it('repeat a cell of the row above with one dot, and all omitted cells with three', () => {
    const metrics = queriesOf([
      ['AWS/SQS', 'Age', 'QueueName', 'a', 'Kind', 'k'],
      ['.', '.', '.', 'b', '.', '.'],
      [{ expression: 'm0 + m1' }],
      ['...', 'l'],
      ['.', 'Sent', '...'],
    ]).map((query) => query['MetricStat']);
    const metric = (MetricName: string, queue: string, kind: string) =>
      expect.objectContaining({
        Metric: {
          Namespace: 'AWS/SQS',
          MetricName,
          Dimensions: [
            { Name: 'QueueName', Value: queue },
            { Name: 'Kind', Value: kind },
          ],
        },
      }) as unknown;
    expect(metrics).toEqual([
      metric('Age', 'a', 'k'),
      metric('Age', 'b', 'k'),
      undefined,
      metric('Age', 'b', 'l'),
      metric('Sent', 'b', 'l'),
    ]);
  });

  it('may be metric math over invisible rows', () => {
    const lines = toMetricLines(
      [
        [{ expression: 'failed / attempts', label: 'all', period: 10, id: 'ratio', color: '#123456', yAxis: 'right' }],
        ['Playhead/dev', 'Attempts', { id: 'attempts', visible: false, period: 10, stat: 'Sum' }],
      ],
      DEFAULTS,
    );
    expect(lines).toMatchObject([
      {
        query: { Id: 'ratio', Expression: 'failed / attempts', Period: 10, Label: 'all', ReturnData: true },
        ...{ color: '#123456', axis: 'right', period: 10 },
      },
      { query: { Id: 'attempts', ReturnData: false }, axis: 'left' },
    ]);
  });

  it('may be absent', () => expect(queriesOf(undefined)).toEqual([]));
});

describe('annotations', () => {
  const annotated = (annotations: JsonObject) => new Fields({ annotations });

  it('become thresholds and bands, each on its axis', () => {
    const horizontal = [
      { value: 0.3, label: 'alarm above 0.3', color: '#d62728', yAxis: 'left' },
      { value: 5, fill: 'above', yAxis: 'right' },
      [{ value: 1, label: 'band' }, { value: 2 }],
      { value: 9, visible: false },
    ];
    expect(toThresholds(annotated({ horizontal }))).toEqual([
      { value: 0.3, label: 'alarm above 0.3', color: '#d62728', axis: 'left' },
      { value: 5, label: '', fill: 'above', axis: 'right' },
      { value: 1, to: 2, label: 'band', axis: 'left' },
    ]);
    expect(toThresholds(new Fields({}))).toEqual([]);
  });

  it('become moments and periods', () => {
    const at = '2026-11-24T08:00:00Z';
    const vertical = [
      { value: at, label: 'deployed' },
      [{ value: at }, { value: '2026-11-24T08:01:00Z', label: 'outage' }],
    ];
    expect(toMoments(annotated({ vertical }))).toEqual([
      { at: Date.parse(at), label: 'deployed' },
      { at: Date.parse(at), to: Date.parse(at) + 60_000, label: 'outage' },
    ]);
    expect(() => toMoments(annotated({ vertical: [{ value: 'soon' }] }))).toThrow('soon');
  });
});

describe('settled', () => {
  it('a line has finished periods only, or all periods if none has finished', () => {
    const series = [
      {
        label: '',
        axis: 'left',
        points: [
          [TO - 20_000, 1],
          [TO - 10_000, 2],
          [TO - 5_000, 3],
        ],
      },
    ] as const;
    expect(settled(series, 10_000, TO)[0]?.points).toEqual([[TO - 20_000, 1]]);
    expect(settled(series, 60_000, TO)).toEqual(series);
  });
});

/** A body as CDK writes it. */
const BODY = {
  widgets: [
    {
      ...{ type: 'metric', width: 8, height: 6, x: 0, y: 9 },
      properties: {
        ...{ view: 'timeSeries', title: 'Start failure ratio', region: 'us-east-1', stacked: true },
        metrics: [
          [{ label: 'all', expression: 'failed_all / attempts_all', period: 10 }],
          ['Playhead/dev', 'Attempts', { id: 'attempts_all', visible: false, period: 10, stat: 'Sum' }],
        ],
        annotations: { horizontal: [{ value: 0.3, label: 'alarm above 0.3', color: '#d62728', yAxis: 'left' }] },
        yAxis: { left: { min: 0, showUnits: false } },
      },
    },
    {
      ...{ type: 'metric', width: 24, height: 4, x: 0, y: 0 },
      properties: { view: 'singleValue', title: 'Now', metrics: [['Playhead/dev', 'ConcurrentStreams']] },
    },
    {
      type: 'alarm',
      properties: { title: 'Alarms', alarms: ['arn:aws:cloudwatch:us-east-1:000000000000:alarm:outage'] },
    },
    {
      type: 'custom',
      properties: { title: 'Top titles', endpoint: 'arn:aws:lambda:us-east-1:000000000000:function:top' },
    },
    { type: 'text', properties: { markdown: '# Hello' } },
    { type: 'explorer', properties: { title: 'Explorer' } },
  ],
};

const OUTAGE: AlarmView = { name: 'outage', kind: 'composite', state: 'OK', reason: '', since: TO, description: '' };

const readerOf = (values: readonly number[], answer: Invocation, body: unknown = BODY) => {
  const queries: JsonObject[] = [];
  const cloudwatch = {
    alarms: () => [OUTAGE],
    dashboards: () => new Map([['live', JSON.stringify(body)]]),
    getMetricData: (input: JsonObject) => {
      queries.push(input);
      const Timestamps = values.map((_, at) => (TO - 600_000) / 1_000 + at * 10);
      const [first] = new Fields(input).objects('MetricDataQueries');
      return { MetricDataResults: [{ Id: first?.all['Id'], Label: 'all', Timestamps, Values: values }] };
    },
  };
  const invoke = jest.fn(() => Promise.resolve(answer));
  return { reader: new DashboardReader(cloudwatch, { invoke }), queries, invoke };
};

describe('DashboardReader', () => {
  it('draws a dashboard as its body describes it', async () => {
    const { reader, queries, invoke } = readerOf([0.1, 0.2], { ok: true, payload: { markdown: '| title |' } });
    expect(reader.names()).toEqual(['live']);
    expect(await reader.draw('live', RANGE)).toEqual([
      {
        ...{ kind: 'graph', title: 'Start failure ratio', x: 0, y: 9, width: 8, height: 6 },
        ...{ form: 'areas', periodMs: 10_000 },
        series: [
          {
            label: 'all',
            axis: 'left',
            points: [
              [TO - 600_000, 0.1],
              [TO - 590_000, 0.2],
            ],
          },
        ],
        thresholds: [{ value: 0.3, label: 'alarm above 0.3', color: '#d62728', axis: 'left' }],
        moments: [],
        axes: { left: { min: 0 }, right: {} },
      },
      expect.objectContaining({ kind: 'figures', title: 'Now', width: 24 }),
      expect.objectContaining({ kind: 'alarms', alarms: [OUTAGE] }),
      expect.objectContaining({ kind: 'text', markdown: '| title |' }),
      expect.objectContaining({ kind: 'text', markdown: '# Hello' }),
      expect.objectContaining({ kind: 'failed' }),
    ]);
    expect(queries[0]).toMatchObject({ StartTime: RANGE.from / 1_000, EndTime: TO / 1_000 });
    expect(invoke).toHaveBeenCalledWith('arn:aws:lambda:us-east-1:000000000000:function:top', {});
    expect(await reader.draw('other', RANGE)).toBeUndefined();
  });

  it('shows the result of a function as text if it is not Markdown', async () => {
    const kinds = async (answer: Invocation) => (await readerOf([1], answer).reader.draw('live', RANGE))?.[3];
    expect(await kinds({ ok: true, payload: '<b>html</b>' })).toMatchObject({ kind: 'plain', text: '<b>html</b>' });
    expect(await kinds({ ok: true, payload: { a: 1 } })).toMatchObject({ kind: 'plain', text: '{\n  "a": 1\n}' });
    const failed = await kinds({ ok: false, errorType: 'Error', errorMessage: 'no such table' });
    expect(failed).toMatchObject({ kind: 'failed', reason: 'The function failed: no such table' });
  });

  it('shows the problem of one widget and draws the others', async () => {
    const widgets = [{ type: 'text', properties: {} }, BODY.widgets[4]];
    const { reader } = readerOf([], { ok: true, payload: '' }, { widgets });
    expect(await reader.draw('live', RANGE)).toMatchObject([{ kind: 'failed' }, { kind: 'text' }]);
  });

  it('lists the widgets without content', async () => {
    const full = readerOf([1], { ok: true, payload: { markdown: 'titles' } });
    expect(await full.reader.empty(RANGE)).toEqual(['live: Explorer']);
    const empty = readerOf([], { ok: true, payload: { markdown: ' ' } });
    expect(await empty.reader.empty(RANGE)).toEqual([
      'live: Start failure ratio',
      'live: Now',
      'live: Top titles',
      'live: Explorer',
    ]);
  });
});
