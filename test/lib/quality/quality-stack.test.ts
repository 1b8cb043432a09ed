import type { QualityLimits } from '../../../domain/quality';
import { LONGEST_RUN_MS } from '../../../lambdas/foundation/rounds';
import { local as dev, STAGE_NAMES, STAGES } from '../../../lib/stages';
import { AlarmRehearsal } from '../../support/alarm-rehearsal';
import { templateSerializer } from '../../support/snapshots/template-serializer';
import { type MetricAlarm, SynthesizedStage } from '../../support/stacks';

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

  it('may read its queue, write sums, keep error codes and publish metrics of the stage’s namespace, and nothing else', () => {
    expect(stage.actionsOf('watch-quality')).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:BatchWriteItem',
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

describe('detect-outages', () => {
  const step = (of: SynthesizedStage) => of.resource('AWS::Lambda::Function', 'DetectOutages').Properties;

  it('may read sums, keep its state, send messages and publish metrics of the stage’s namespace, and nothing else', () => {
    expect(stage.actionsOf('detect-outages')).toEqual([
      'cloudwatch:PutMetricData',
      'dynamodb:Query',
      'dynamodb:UpdateItem',
      'kms:Decrypt',
      'kms:GenerateDataKey',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
      'sns:Publish',
    ]);
  });

  it('is started in each minute, and may run until the next run takes over', () => {
    const schedules = Object.values(stage.resources('AWS::Scheduler::Schedule')).map(({ Properties }) => Properties);
    expect(schedules).toContainEqual(
      expect.objectContaining({
        Description: 'Starts a run of detect-outages.',
        ScheduleExpression: 'rate(1 minute)',
      }),
    );
    expect(step(stage)['Timeout']).toBeGreaterThan(LONGEST_RUN_MS / 1_000);
  });

  it('has the limits of its stage, and they are small enough for eight failures in ten attempts', () => {
    for (const name of STAGE_NAMES) {
      const { Environment } = step(new SynthesizedStage(STAGES[name])) as {
        Environment: { Variables: Record<string, string> };
      };
      const limits = JSON.parse(Environment.Variables['QUALITY_LIMITS'] ?? '') as QualityLimits;
      expect(limits).toEqual(expect.objectContaining({ startFailureRatio: 0.05, playbackFailureRatio: 0.05 }));
    }
  });
});

const alarmOf = (of: SynthesizedStage, name: string): MetricAlarm => {
  const found = of.metricAlarms().find(({ AlarmName }) => AlarmName === name);
  if (!found) throw new Error(`No alarm is called ${name}.`);
  return found;
};

describe('the alarms on playback', () => {
  it('are three: one for all outages, one for a detection that does not look, and one for silence', () => {
    const names = stage.metricAlarms().map(({ AlarmName }) => AlarmName.replace('playhead-dev-', ''));
    expect(names).toEqual(expect.arrayContaining(['playback-outage', 'detection-blind', 'heartbeats-silent']));
  });

  it('playback-outage fires in the first ten seconds with an outage, stays while nothing looks, and mails no one', () => {
    const alarm = alarmOf(ofProd, 'playhead-prod-playback-outage');
    const { Metric, ...statistic } = alarm.Metrics?.[0]?.MetricStat ?? {};
    expect(Metric).toMatchObject({ MetricName: 'OpenOutages' });
    expect(statistic).toEqual({ Stat: 'Maximum', Period: 10 });
    expect(alarm).toMatchObject({
      ...{ EvaluationPeriods: 1, Threshold: 0 },
      ...{ ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'ignore' },
    });
    expect([alarm.AlarmActions, alarm.OKActions]).toEqual([undefined, undefined]); // detect-outages tells people
  });

  it.each(['detection-blind', 'heartbeats-silent'])('%s tells people when it fires and when it recovers', (name) => {
    const topic = { 'Fn::GetStackOutput': expect.objectContaining({ StackName: 'playhead-dev-alerts' }) as unknown };
    expect(alarmOf(stage, `playhead-dev-${name}`)).toMatchObject({ AlarmActions: [topic], OKActions: [topic] });
  });
});

describe('a rehearsal', () => {
  let rehearsal: AlarmRehearsal;
  beforeEach(async () => {
    const names = ['playback-outage', 'detection-blind', 'heartbeats-silent'];
    rehearsal = await AlarmRehearsal.open(stage, names, Date.UTC(2026, 10, 30, 12));
  });
  afterEach(() => rehearsal.close());

  it('of ordinary viewing fires no alarm', async () => {
    const fired = await rehearsal.playUntil(300, (second) =>
      second % 2 === 0 ? rehearsal.put({ OpenOutages: 0, Heartbeats: 20 }) : undefined,
    );
    expect(fired).toEqual(new Map());
  });

  it('of an outage fires playback-outage within twelve seconds', async () => {
    const fired = await rehearsal.playUntil(120, (second) =>
      second % 2 === 0 ? rehearsal.put({ OpenOutages: second >= 60 ? 1 : 0, Heartbeats: 20 }) : undefined,
    );
    expect([...fired.keys()]).toEqual(['playback-outage']);
    expect(fired.get('playback-outage')).toBeLessThanOrEqual(72);
  });

  it('of a detection that stops fires detection-blind within a minute and a half, and ends no outage', async () => {
    const fired = await rehearsal.playUntil(240, (second) => {
      if (second % 2 !== 0) return undefined;
      return rehearsal.put({ Heartbeats: 20, ...(second < 120 && { OpenOutages: 0 }) });
    });
    expect([...fired.keys()]).toEqual(['detection-blind']);
    expect(fired.get('detection-blind')).toBeLessThanOrEqual(210);
  });

  it('of players that fall silent fires heartbeats-silent within a minute', async () => {
    const fired = await rehearsal.playUntil(200, (second) =>
      second % 2 === 0 ? rehearsal.put({ OpenOutages: 0, ...(second < 100 && { Heartbeats: 20 }) }) : undefined,
    );
    expect([...fired.keys()]).toEqual(['heartbeats-silent']);
    expect(fired.get('heartbeats-silent')).toBeLessThanOrEqual(160);
  });
});
