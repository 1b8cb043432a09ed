import { ERASURE_METRICS } from '../../../domain/erasure';
import { FEATURES_METRICS } from '../../../domain/features';
import { INGEST_METRICS } from '../../../domain/ingest';
import { LAKE_METRICS } from '../../../domain/lake';
import { LEDGER_METRICS } from '../../../domain/ledger';
import { LIVE_METRICS } from '../../../domain/live';
import { COHORT_METRICS, QUALITY_METRICS } from '../../../domain/quality';
import { WAREHOUSE_METRICS } from '../../../domain/warehouse';
import { STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { type DashboardWidget, dashboardsOf, metricsOf } from '../../support/dashboards';
import { type MetricAlarm, SynthesizedStage } from '../../support/stacks';

const stage = new SynthesizedStage(STAGES.dev);
const operations = stage.stack('operations');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(operations.toJSON()).toMatchSnapshot());

describe('the alarms on the pipeline', () => {
  const alarms = stage.metricAlarms().filter(({ AlarmActions }) => AlarmActions !== undefined);
  const alarmOf = (name: string): MetricAlarm => {
    const found = alarms.find(({ AlarmName }) => AlarmName === `playhead-dev-${name}`);
    if (!found) throw new Error(`There is no alarm ${name}.`);
    return found;
  };

  it('each notify the topic when they fire and when they recover', () => {
    for (const { AlarmActions, OKActions } of alarms) {
      expect(AlarmActions).toEqual([
        { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'playhead-dev-alerts' }) as unknown },
      ]);
      expect(OKActions).toEqual(AlarmActions);
    }
  });

  it('use periods of a minute, the period of AWS metrics, unless they watch slower runs or must be faster', () => {
    const others = new Map([
      ['playhead-dev-warehouse-load-lag', 900],
      ['playhead-dev-counts-frozen', 30],
      ['playhead-dev-detection-blind', 10],
      ['playhead-dev-heartbeats-silent', 10],
    ]);
    for (const { AlarmName, Period, Metrics = [] } of alarms) {
      const periods = new Set([Period, ...Metrics.map(({ MetricStat }) => MetricStat?.Period)].filter(Boolean));
      expect({ AlarmName, periods: [...periods] }).toEqual({ AlarmName, periods: [others.get(AlarmName) ?? 60] });
    }
  });

  it('do not fire on missing data, except where a run must not be missing', () => {
    const breaching = alarms.filter(({ TreatMissingData }) => TreatMissingData !== 'notBreaching');
    expect(breaching.map(({ AlarmName }) => AlarmName.replace('playhead-dev-', '')).sort()).toEqual([
      ...['counts-not-published', 'detection-blind', 'events-lost', 'heartbeats-silent'],
      ...['not-reconciled', 'warehouse-load-lag'],
    ]);
    expect([alarmOf('counts-not-published'), alarmOf('warehouse-load-lag')]).toMatchObject([
      {
        Metrics: [
          { MetricStat: { Metric: { MetricName: LIVE_METRICS.concurrentStreams }, Period: 60, Stat: 'SampleCount' } },
        ],
        EvaluationPeriods: 5,
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'breaching',
      },
      {
        Metrics: [{ MetricStat: { Metric: { MetricName: WAREHOUSE_METRICS.warehouseLoadLag } } }],
        Threshold: 1_800_000,
        EvaluationPeriods: 2,
        TreatMissingData: 'breaching',
      },
    ]);
  });

  it.each(['quality-dead-letters', 'overflow-dead-letters', 'failed-batches', 'unreadable-records'])(
    '%s fires with the first one',
    (name) => {
      const { ComparisonOperator, Threshold, EvaluationPeriods } = alarmOf(name);
      expect([ComparisonOperator, Threshold, EvaluationPeriods]).toEqual(['GreaterThanThreshold', 0, 1]);
    },
  );

  it('failed-batches reads the metric of the event source', () => {
    expect(alarmOf('failed-batches')).toMatchObject({
      Namespace: 'AWS/Lambda',
      MetricName: 'OnFailureDestinationDeliveredEventCount',
      Dimensions: [{ Name: 'EventSourceMappingUUID' }],
    });
  });

  it('collector-errors requires a hundred requests', () => {
    const [ratio] = alarmOf('collector-errors').Metrics ?? [];
    expect(ratio).toMatchObject({ Expression: 'IF(requests >= 100, errors / requests)', ReturnData: true });
  });
});

it('show-top-titles may read the live counts, and nothing else', () => {
  expect(stage.actionsOf('show-top-titles')).toEqual([
    'dynamodb:GetItem',
    'dynamodb:Query',
    'logs:CreateLogStream',
    'logs:PutLogEvents',
  ]);
  const reading = stage.statementsOf('show-top-titles').filter(({ Action }) => String(Action).includes('dynamodb'));
  expect(reading.map(({ Resource }) => Resource)).toEqual([
    { 'Fn::GetAtt': [expect.stringMatching(/^LiveCounts/), 'Arn'] },
  ]);
});

const OWN_METRICS = {
  ...{ ...COHORT_METRICS, ...ERASURE_METRICS, ...FEATURES_METRICS, ...INGEST_METRICS, ...LAKE_METRICS },
  ...{ ...LEDGER_METRICS, ...LIVE_METRICS, ...QUALITY_METRICS, ...WAREHOUSE_METRICS },
};

describe('the dashboards', () => {
  const dashboards = new Map(stage.stacks.flatMap((stack) => [...dashboardsOf(stack)]));
  const widgets = [...dashboards.values()].flat();
  const titled = (title: string): DashboardWidget => {
    const found = widgets.find(({ properties }) => properties.title === title);
    if (!found) throw new Error(`No widget has the title ${title}.`);
    return found;
  };

  it('are in the stack of their subsystem, and named after the stage', () => {
    expect(dashboards.size).toBeGreaterThan(5);
    for (const name of dashboards.keys()) expect(name).toMatch(/^playhead-dev-[a-z-]+$/);
  });

  it('have a title on each widget', () => {
    for (const { properties } of widgets) expect(properties.title).toMatch(/^[A-Z]/);
    const titles = widgets.map(({ properties }) => properties.title);
    expect(titles.filter((title) => title !== 'Alarms').length).toBe(new Set(titles).size - 1);
  });

  it('show the project’s own metrics by name and those of AWS by the minute, and search only error codes', () => {
    for (const { namespace, name, period, title } of widgets.flatMap(metricsOf)) {
      if (namespace === 'Playhead/dev') expect(Object.values<string>(OWN_METRICS)).toContain(name);
      else expect([title, name, period]).toEqual([title, name, 60]);
    }
    const searches = JSON.stringify([...dashboards]).match(/SEARCH\(.*?\)/g) ?? [];
    expect(searches).toHaveLength(1); // the codes of a day are not known at synthesis
    expect(searches[0]).toContain('ErrorCode');
  });

  it('show only AWS metrics that the embedded cloud publishes', () => {
    const published: Readonly<Record<string, readonly string[]>> = {
      'AWS/Lambda': ['Invocations', 'Errors', 'Throttles', 'Duration', 'IteratorAge'],
      'AWS/Kinesis': [
        'IncomingRecords',
        'IncomingBytes',
        'WriteProvisionedThroughputExceeded',
        'GetRecords.IteratorAgeMilliseconds',
      ],
      'AWS/SQS': ['NumberOfMessagesSent', 'ApproximateNumberOfMessagesVisible', 'ApproximateAgeOfOldestMessage'],
      'AWS/DynamoDB': ['WriteThrottleEvents', 'ReadThrottleEvents'],
      'AWS/ApiGateway': ['Count', '4xx', '5xx', 'Latency'],
      'AWS/Firehose': [
        ...['IncomingRecords', 'DeliveryToS3.DataFreshness'],
        ...['DeliveryToS3.Records', 'FailedConversion.Records'],
      ],
      'AWS/Athena': ['ProcessedBytes'],
      'AWS/Redshift-Serverless': ['ComputeSeconds', 'QueryDuration'],
    };
    const shown = widgets.flatMap(metricsOf).filter(({ namespace }) => namespace.startsWith('AWS/'));
    expect(shown.filter(({ namespace, name }) => !published[namespace]?.includes(name))).toEqual([]);
    for (const namespace of Object.keys(published)) expect(shown.map((one) => one.namespace)).toContain(namespace);
  });

  it.each([
    ['Start failure ratio', 0.05],
    ['Playback failure ratio', 0.05],
    ['Rebuffering ratio', 0.1],
    ['Startup time p95 (ms)', 8_000],
  ])('draw %s of all players, by device, by CDN and by both, with the threshold of the alarms', (ratio, value) => {
    for (const who of ['of all players', 'by device', 'by CDN', 'by device and CDN']) {
      const { annotations } = titled(`${ratio} ${who}`).properties;
      expect(annotations?.horizontal).toMatchObject([{ value }]);
    }
  });

  it('draw one line for each cohort', () => {
    const lines = (title: string) => titled(title).properties.metrics?.filter((row) => !isHidden(row)).length;
    const isHidden = (row: readonly unknown[]) => (row.at(-1) as { visible?: boolean }).visible === false;
    const { cdns } = STAGES.dev.quality;
    expect(lines('Start failure ratio of all players')).toBe(1);
    expect(lines('Start failure ratio by CDN')).toBe(cdns.length + 1);
    expect(lines('Start failure ratio by device and CDN')).toBe(
      (lines('Start failure ratio by device') ?? 0) * (cdns.length + 1),
    );
  });

  it('stay within CloudWatch’s limits of 500 metrics a widget and 2,500 a dashboard', () => {
    for (const shown of dashboards.values()) {
      const counts = shown.map((widget) => metricsOf(widget).length);
      expect(Math.max(...counts)).toBeLessThanOrEqual(500);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(2_500);
    }
  });

  it('start with the alarms: on playback, and on the pipeline', () => {
    const alarmsOn = (name: string) => dashboards.get(`playhead-dev-${name}`)?.[0]?.properties.alarms;
    expect(alarmsOn('playback-quality')).toHaveLength(2);
    const notifying = stage.metricAlarms().filter(({ AlarmActions }) => AlarmActions !== undefined);
    expect(alarmsOn('pipeline')).toHaveLength(notifying.length);
  });

  it('show the top titles of show-top-titles', () => {
    const [id] = Object.keys(stage.stack('live').findResources('AWS::Lambda::Function')).filter((one) =>
      one.startsWith('ShowTopTitles'),
    );
    const widget = titled('Top titles');
    expect(widget.type).toBe('custom');
    expect(widget.properties.endpoint).toBe(`{${id}}`);
  });
});
