import { DIMENSIONS, OTHER } from '../../../domain/dimensions';
import { COHORT_DEVICES, COHORT_METRICS } from '../../../domain/quality';
import { local as dev, STAGE_NAMES, STAGES } from '../../../lib/stages';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { type MetricAlarm, refOf, SynthesizedStage } from '../../support/stacks';

const { prod } = STAGES;
const stage = new SynthesizedStage(dev);
const ofProd = new SynthesizedStage(prod);
const quality = stage.stack('quality');

expect.addSnapshotSerializer(templateSerializer);
it('the stack matches its snapshot', () => expect(quality.toJSON()).toMatchSnapshot());

describe('watch-quality', () => {
  const sourceOf = (of: SynthesizedStage) => of.resource('AWS::Lambda::EventSourceMapping', 'WatchQuality').Properties;

  it('is invoked within a second with all reports that have arrived, and returns only the messages that it cannot read', () => {
    expect(sourceOf(stage)).toMatchObject({
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('has provisioned pollers only in prod', () => {
    expect(sourceOf(ofProd)['ProvisionedPollerConfig']).toEqual({ MinimumPollers: 10, MaximumPollers: 200 });
    expect(sourceOf(stage)).not.toHaveProperty('ProvisionedPollerConfig');
    expect(sourceOf(new SynthesizedStage(STAGES.staging))).not.toHaveProperty('ProvisionedPollerConfig');
  });

  it('may read its queue, publish metrics of the stage’s namespace and keep error codes, and nothing else', () => {
    expect(stage.actionsOf('watch-quality')).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:GetItem',
      'dynamodb:PutItem',
      'dynamodb:Query',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sqs:ChangeMessageVisibility',
      'sqs:DeleteMessage',
      'sqs:GetQueueAttributes',
      'sqs:GetQueueUrl',
      'sqs:ReceiveMessage',
    ]);
    const publishing = stage.statementsOf('watch-quality').find(({ Action }) => Action === 'cloudwatch:PutMetricData');
    expect(publishing?.Condition).toEqual({ StringEquals: { 'cloudwatch:namespace': 'Playhead/dev' } });
  });
});

it('show-errors may read the ranking of error codes, and nothing else', () => {
  expect(stage.actionsOf('show-errors')).toEqual(['dynamodb:GetItem', 'logs:CreateLogStream', 'logs:PutLogEvents']);
});

const cdns = [...dev.quality.cdns, OTHER];
const PROBLEMS = ['start-failures', 'playback-failures', 'rebuffering', 'slow-startup'];
const COHORTS = [
  'all',
  ...COHORT_DEVICES,
  ...cdns,
  ...COHORT_DEVICES.flatMap((device) => cdns.map((cdn) => `${device}-${cdn}`)),
];
const alarms = stage.metricAlarms();
const ofCohorts = alarms.filter(({ AlarmName }) =>
  PROBLEMS.some((what) => AlarmName.startsWith(`playhead-dev-${what}`)),
);
const alarmOf = (of: SynthesizedStage, name: string): MetricAlarm => {
  const found = of.metricAlarms().find(({ AlarmName }) => AlarmName === name);
  if (!found) throw new Error(`No alarm is called ${name}.`);
  return found;
};
const expressionOf = ({ Metrics = [] }: MetricAlarm) => Metrics.find(({ ReturnData }) => ReturnData)?.Expression;
const measured = ({ Metrics = [] }: MetricAlarm) => Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);

describe('the alarms on playback', () => {
  it('exist for each problem and each cohort', () => {
    const names = PROBLEMS.flatMap((what) => COHORTS.map((cohort) => `playhead-dev-${what}-${cohort}`));
    expect(ofCohorts.map(({ AlarmName }) => AlarmName).sort()).toEqual(names.sort());
  });

  it('use periods of a minute in the deployed stage dev, which costs a third', () => {
    const periods = new SynthesizedStage(STAGES.dev)
      .metricAlarms()
      .filter(({ AlarmName }) => AlarmName !== 'playhead-dev-counts-frozen') // it watches counts
      .flatMap(({ Period, ...alarm }) => Period ?? measured(alarm as MetricAlarm).map(({ Period: own }) => own));
    expect(Math.min(...periods)).toBe(60);
  });

  it('use periods of ten seconds and fire on two of three', () => {
    for (const alarm of ofCohorts) {
      expect(measured(alarm).map(({ Period }) => Period)).toEqual([10, 10]);
      expect(alarm).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
      expect(alarm.ComparisonOperator).toBe('GreaterThanThreshold');
    }
  });

  it('do not fire on missing data, because missing heartbeats have their own alarm', () => {
    expect(new Set(ofCohorts.map(({ TreatMissingData }) => TreatMissingData))).toEqual(new Set(['notBreaching']));
  });

  it.each([
    ['start-failures-all', 'IF(attempts_all >= 8, failed_all / attempts_all)', 0.3],
    ['playback-failures-web', 'IF(attempts_web >= 8, failed_web / attempts_web)', 0.5],
    [
      'rebuffering-cdn-a',
      'IF((playing_cdn_a + rebuffering_cdn_a) >= 120000, rebuffering_cdn_a / (playing_cdn_a + rebuffering_cdn_a))',
      0.15,
    ],
    ['slow-startup-all', 'IF(plays_all >= 8, startup_all)', 8_000],
  ])('%s requires a minimum sample and has the threshold of its stage', (name, expression, threshold) => {
    const alarm = alarmOf(stage, `playhead-dev-${name}`);
    expect(expressionOf(alarm)).toBe(expression);
    expect(alarm.Threshold).toBe(threshold);
  });

  it('require a minimum sample in every cohort, and a larger one in prod', () => {
    for (const alarm of ofCohorts) expect(expressionOf(alarm)).toMatch(/^IF\(.* >= (8|120000), .*\)$/);
    const alarm = alarmOf(ofProd, 'playhead-prod-start-failures-all');
    expect(expressionOf(alarm)).toContain('attempts_all >= 200');
    expect(alarm.Threshold).toBe(0.05);
  });

  it.each([
    ['start-failures', { attempts_web: 'Attempts Sum', failed_web: 'StartFailures Sum' }],
    ['playback-failures', { attempts_web: 'Attempts Sum', failed_web: 'PlaybackFailures Sum' }],
    ['rebuffering', { playing_web: 'PlayingTime Sum', rebuffering_web: 'RebufferingTime Sum' }],
    ['slow-startup', { plays_web: 'Plays Sum', startup_web: 'StartupTime p95' }],
  ])('on %s compute it from the metrics of that name', (what, operands) => {
    const { Metrics = [] } = alarmOf(stage, `playhead-dev-${what}-web`);
    const given = Metrics.flatMap(({ Id, MetricStat: { Metric, Stat } = {} }) =>
      Metric ? [[Id, `${Metric.MetricName} ${Stat}`]] : [],
    );
    expect(Object.fromEntries(given)).toEqual(operands);
  });

  it('read metrics that watch-quality publishes, in exactly their cohort', () => {
    for (const { Metric } of ofCohorts.flatMap(measured)) {
      expect(Metric.Namespace).toBe('Playhead/dev');
      expect(Object.values<string>(COHORT_METRICS)).toContain(Metric.MetricName);
    }
    for (const alarm of ofCohorts) {
      const cohort = measured(alarm).map(({ Metric }) => {
        const values = Object.fromEntries((Metric.Dimensions ?? []).map(({ Name, Value }) => [Name, Value]));
        const { [DIMENSIONS.deviceType]: device, [DIMENSIONS.cdn]: cdn, ...rest } = values;
        expect(rest).toEqual({});
        return [device, cdn].filter(Boolean).join('-') || 'all';
      });
      for (const name of cohort) expect(alarm.AlarmName.endsWith(`-${name}`)).toBe(true);
    }
  });

  it('leave notifications to the composite alarm', () => {
    for (const { AlarmActions, OKActions } of ofCohorts)
      expect([AlarmActions, OKActions]).toEqual([undefined, undefined]);
  });
});

it('half a minute without a heartbeat fires an alarm, and so does missing data', () => {
  const alarm = alarmOf(stage, 'playhead-dev-heartbeats-silent');
  expect(alarm).toMatchObject({
    EvaluationPeriods: 3,
    DatapointsToAlarm: 3,
    Threshold: 1,
    ComparisonOperator: 'LessThanThreshold',
    TreatMissingData: 'breaching',
  });
  expect(measured(alarm)).toEqual([
    { Metric: { Namespace: 'Playhead/dev', MetricName: COHORT_METRICS.heartbeats }, Period: 10, Stat: 'Sum' },
  ]);
});

describe('the composites', () => {
  const idsOf = (type: string) =>
    new Map(
      Object.entries(stage.resources(type)).map(([id, { Properties }]) => [
        id,
        String(Properties['AlarmName']).replace('playhead-dev-', ''),
      ]),
    );
  const names = new Map([...idsOf('AWS::CloudWatch::Alarm'), ...idsOf('AWS::CloudWatch::CompositeAlarm')]);
  const childrenOf = (name: string) => {
    const composite = Object.values(stage.resources('AWS::CloudWatch::CompositeAlarm')).find(
      ({ Properties }) => Properties['AlarmName'] === `playhead-dev-${name}`,
    );
    const { 'Fn::Join': parts } = composite?.Properties['AlarmRule'] as { 'Fn::Join': [string, unknown[]] };
    expect(parts[1].filter((part) => typeof part === 'string').join('#')).toMatch(
      /^\(ALARM\("#("\) OR ALARM\("#)*"\)\)$/,
    );
    return parts[1].flatMap((part) => names.get(refOf(part) ?? '') ?? []);
  };

  it.each(PROBLEMS)('any-%s fires with the alarm of any cohort', (what) => {
    expect(childrenOf(`any-${what}`)).toEqual(COHORTS.map((cohort) => `${what}-${cohort}`));
  });

  it('playback-outage fires if any of these fires, or if there are no heartbeats', () => {
    expect(childrenOf('playback-outage')).toEqual([...PROBLEMS.map((what) => `any-${what}`), 'heartbeats-silent']);
  });

  it.each(STAGE_NAMES)('stay within CloudWatch’s limits of 100 alarms and 10,240 characters, in %s', (name) => {
    const composites = Object.values(new SynthesizedStage(STAGES[name]).resources('AWS::CloudWatch::CompositeAlarm'));
    expect(composites).toHaveLength(5);
    for (const { Properties } of composites) {
      const { 'Fn::Join': parts } = Properties['AlarmRule'] as { 'Fn::Join': [string, unknown[]] };
      const children = parts[1].filter((part) => typeof part !== 'string').length;
      expect(children).toBeLessThanOrEqual(100);
      const longestArn = 150;
      expect(children * (longestArn + '") OR ALARM("'.length)).toBeLessThan(10_240);
    }
  });

  it('only playback-outage notifies the topic, when it fires and when it recovers', () => {
    const notifying = Object.values(stage.resources('AWS::CloudWatch::CompositeAlarm')).filter(
      ({ Properties }) => 'AlarmActions' in Properties,
    );
    const imported = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'playhead-dev-alerts' }) as unknown };
    expect(notifying.map(({ Properties }) => Properties)).toMatchObject([
      { AlarmName: 'playhead-dev-playback-outage', AlarmActions: [imported], OKActions: [imported] },
    ]);
  });
});
