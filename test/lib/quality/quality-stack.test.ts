import { DEVICE_TYPES } from '../../../domain/families/viewing';
import { DIMENSIONS, OTHER } from '../../../domain/dimensions';
import { COHORT_METRICS } from '../../../domain/quality';
import { STAGE_NAMES, STAGES } from '../../../lib/stages';
import { assetSerializer } from '../../support/asset-serializer';
import { type MetricAlarm, refOf, type Statement, SynthesizedStage } from '../../support/stacks';

const { dev, prod } = STAGES;
const stage = new SynthesizedStage(dev);
const ofProd = new SynthesizedStage(prod);
const quality = stage.stack('quality');

expect.addSnapshotSerializer(assetSerializer);
it('the stack is as it was looked at', () => expect(quality.toJSON()).toMatchSnapshot());

describe('watch-quality', () => {
  const sourceOf = (of: SynthesizedStage) => of.resource('AWS::Lambda::EventSourceMapping', 'WatchQuality').Properties;

  it('is called within a second with all that has come, and gives back just the messages that it can’t read', () => {
    expect(sourceOf(stage)).toMatchObject({
      BatchSize: 1_000,
      MaximumBatchingWindowInSeconds: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    });
  });

  it('has pollers set aside for it in prod, and there alone', () => {
    expect(sourceOf(ofProd)['ProvisionedPollerConfig']).toEqual({ MinimumPollers: 10, MaximumPollers: 200 });
    expect(sourceOf(stage)).not.toHaveProperty('ProvisionedPollerConfig');
    expect(sourceOf(new SynthesizedStage(STAGES.staging))).not.toHaveProperty('ProvisionedPollerConfig');
  });

  it('reads its queue and publishes metrics of our namespace, and nothing else', () => {
    expect(stage.actionsOf('watch-quality')).toEqual([
      'cloudwatch:PutMetricData',
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

const cdns = [...dev.quality.cdns, OTHER];
const COMPLAINTS = ['start-failures', 'playback-failures', 'rebuffering', 'slow-startup'];
const COHORTS = [
  'all',
  ...DEVICE_TYPES,
  ...cdns,
  ...DEVICE_TYPES.flatMap((device) => cdns.map((cdn) => `${device}-${cdn}`)),
];
const alarms = stage.metricAlarms();
const ofCohorts = alarms.filter(({ AlarmName }) =>
  COMPLAINTS.some((what) => AlarmName.startsWith(`playhead-dev-${what}`)),
);
const alarmOf = (of: SynthesizedStage, name: string): MetricAlarm => {
  const found = of.metricAlarms().find(({ AlarmName }) => AlarmName === name);
  if (!found) throw new Error(`No alarm is called ${name}.`);
  return found;
};
const expressionOf = ({ Metrics = [] }: MetricAlarm) => Metrics.find(({ ReturnData }) => ReturnData)?.Expression;
const measured = ({ Metrics = [] }: MetricAlarm) => Metrics.flatMap(({ MetricStat }) => MetricStat ?? []);

describe('the alarms on playback', () => {
  it('are there for each complaint and each cohort', () => {
    const names = COMPLAINTS.flatMap((what) => COHORTS.map((cohort) => `playhead-dev-${what}-${cohort}`));
    expect(ofCohorts.map(({ AlarmName }) => AlarmName).sort()).toEqual(names.sort());
  });

  it('look at ten seconds, and fire on two of three', () => {
    for (const alarm of ofCohorts) {
      expect(measured(alarm).map(({ Period }) => Period)).toEqual([10, 10]);
      expect(alarm).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 2 });
      expect(alarm.ComparisonOperator).toBe('GreaterThanThreshold');
    }
  });

  it('take silence for no outage: the heartbeats have an alarm of their own', () => {
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
  ])('%s needs a minimum of something going on, and has the threshold of its stage', (name, expression, threshold) => {
    const alarm = alarmOf(stage, `playhead-dev-${name}`);
    expect(expressionOf(alarm)).toBe(expression);
    expect(alarm.Threshold).toBe(threshold);
  });

  it('need a minimum in every cohort, and in prod a larger one', () => {
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
  ])('on %s work it out from the metrics of that name', (what, operands) => {
    const { Metrics = [] } = alarmOf(stage, `playhead-dev-${what}-web`);
    const given = Metrics.flatMap(({ Id, MetricStat: { Metric, Stat } = {} }) =>
      Metric ? [[Id, `${Metric.MetricName} ${Stat}`]] : [],
    );
    expect(Object.fromEntries(given)).toEqual(operands);
  });

  it('look at metrics that watch-quality publishes, in just their cohort', () => {
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

  it('leave telling people to the composite on top', () => {
    for (const { AlarmActions, OKActions } of ofCohorts)
      expect([AlarmActions, OKActions]).toEqual([undefined, undefined]);
  });
});

it('half a minute without one heartbeat is an alarm, and so are no data at all', () => {
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

  it.each(COMPLAINTS)('any-%s fires with any of its cohorts', (what) => {
    expect(childrenOf(`any-${what}`)).toEqual(COHORTS.map((cohort) => `${what}-${cohort}`));
  });

  it('playback-outage fires with any of those, and when nothing is heard', () => {
    expect(childrenOf('playback-outage')).toEqual([...COMPLAINTS.map((what) => `any-${what}`), 'heartbeats-silent']);
  });

  it.each(STAGE_NAMES)('stay within the 100 alarms and 10,240 characters that CloudWatch takes, in %s', (name) => {
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

  it('playback-outage alone tells the topic, of its beginning and of its end', () => {
    const telling = Object.values(stage.resources('AWS::CloudWatch::CompositeAlarm')).filter(
      ({ Properties }) => 'AlarmActions' in Properties,
    );
    const imported = { 'Fn::ImportValue': expect.stringContaining('AlarmTopic') as unknown };
    expect(telling.map(({ Properties }) => Properties)).toMatchObject([
      { AlarmName: 'playhead-dev-playback-outage', AlarmActions: [imported], OKActions: [imported] },
    ]);
  });
});

describe('the topic of alarms', () => {
  const statementsOf = (policy: unknown) => (policy as { Statement: readonly Statement[] }).Statement;
  const ours = {
    StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } },
    ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', expect.arrayContaining([':alarm:playhead-dev-*'])] } },
  };

  it('goes to the address of its stage', () => {
    for (const [of, { alerts }] of [
      [stage, dev],
      [ofProd, prod],
    ] as const) {
      const [topic] = Object.keys(of.resources('AWS::SNS::Topic'));
      of.stack('alerts').hasResourceProperties('AWS::SNS::Subscription', {
        Protocol: 'email',
        Endpoint: alerts.address,
        TopicArn: { Ref: topic },
      });
    }
  });

  it('is encrypted under a key of its own, which CloudWatch may use for our alarms, and for nothing else', () => {
    const { Properties: topic } = stage.resource('AWS::SNS::Topic');
    const { Properties: key } = stage.resource('AWS::KMS::Key', 'AlarmTopic');
    expect(refOf(topic['KmsMasterKeyId'])).toMatch(/^AlarmTopicKey/);
    expect(key).toMatchObject({ EnableKeyRotation: true });
    const [account, ...services] = statementsOf(key['KeyPolicy']);
    expect(account).toMatchObject({ Principal: { AWS: { 'Fn::Join': ['', expect.arrayContaining([':root'])] } } });
    expect(services).toEqual([
      {
        Sid: 'AlarmsAreEncrypted',
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: '*',
        Condition: { ...ours, ArnLike: { 'aws:SourceArn': expect.anything() as unknown } },
      },
    ]);
  });

  it('takes our alarms from CloudWatch, and nothing from anybody without TLS', () => {
    const { Properties: policy } = stage.resource('AWS::SNS::TopicPolicy');
    expect(statementsOf(policy['PolicyDocument'])).toMatchObject([
      { Effect: 'Deny', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Principal: { Service: 'cloudwatch.amazonaws.com' },
        Action: 'sns:Publish',
        Condition: { StringEquals: ours.StringEquals },
      },
    ]);
  });
});
