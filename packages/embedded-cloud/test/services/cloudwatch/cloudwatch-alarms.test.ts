import {
  CloudWatchClient,
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  PutMetricDataCommand,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import type { JsonObject } from '../../../src/core/service';
import { CloudWatch } from '../../../src/services/cloudwatch/cloudwatch';
import type { AlarmState } from '../../../src/services/cloudwatch/views';
import { Sns } from '../../../src/services/sns/sns';
import { Endpoint, provision } from '../../support/endpoint';

const START = Date.UTC(2026, 10, 24, 12);
/** Data of a period are in so long after its end. */
const DELAY_MS = 2_000;

let endpoint: Endpoint;
let service: CloudWatch;
let sns: Sns;
let client: CloudWatchClient;
let now: number;
let problems: string[];
let topicArn: string;

beforeEach(async () => {
  now = START;
  problems = [];
  endpoint = await Endpoint.open();
  sns = endpoint.add(new Sns(endpoint.surroundings, () => now));
  topicArn = (await provision(sns, 'AWS::SNS::Topic', { TopicName: 'alarms' })).ref;
  service = endpoint.add(
    new CloudWatch({
      surroundings: endpoint.surroundings,
      notifier: sns,
      services: () => [],
      now: () => now,
      report: (problem) => problems.push(problem),
    }),
  );
  client = new CloudWatchClient(endpoint.clientConfig());
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

const put = (MetricName: string, Value: number) =>
  client.send(
    new PutMetricDataCommand({
      Namespace: 'Playhead/dev',
      MetricData: [{ MetricName, Value, StorageResolution: 1, Timestamp: new Date(now) }],
    }),
  );
/** Ends so many periods of ten seconds; each is judged when its data are in. */
const pass = (periods = 1): void => {
  for (let period = 0; period < periods; period++) {
    now += 10_000;
    now += DELAY_MS;
    service.evaluate();
    now -= DELAY_MS;
  }
};
const stateOf = (name: string): AlarmState | undefined => service.alarms().find((alarm) => alarm.name === name)?.state;

const metric = (Id: string, MetricName: string): JsonObject => ({
  Id,
  MetricStat: { Metric: { Namespace: 'Playhead/dev', MetricName }, Period: 10, Stat: 'Sum' },
  ReturnData: false,
});
const ratioAlarm = (AlarmName: string, more: JsonObject = {}) =>
  provision(service, 'AWS::CloudWatch::Alarm', {
    AlarmName,
    AlarmDescription: 'Starts fail.',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0.3,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'ratio', Expression: 'IF(attempts >= 8, failed / attempts)', ReturnData: true },
      metric('attempts', 'Attempts'),
      metric('failed', 'StartFailures'),
    ],
    ...more,
  });
const simpleAlarm = (AlarmName: string, more: JsonObject = {}) =>
  provision(service, 'AWS::CloudWatch::Alarm', {
    AlarmName,
    Namespace: 'Playhead/dev',
    MetricName: 'Heartbeats',
    Statistic: 'Sum',
    Period: 10,
    ComparisonOperator: 'LessThanThreshold',
    Threshold: 1,
    EvaluationPeriods: 3,
    ...more,
  });
const composite = (AlarmName: string, AlarmRule: string, more: JsonObject = {}) =>
  provision(service, 'AWS::CloudWatch::CompositeAlarm', { AlarmName, AlarmRule, ...more });

describe('an alarm on a ratio', () => {
  const play = async (attempts: number, failed: number): Promise<void> => {
    await put('Attempts', attempts);
    await put('StartFailures', failed);
    pass();
  };

  it('fires at two of three periods, tells its topic, and tells it again when it clears', async () => {
    await provision(sns, 'AWS::SNS::Subscription', {
      TopicArn: topicArn,
      Protocol: 'email',
      Endpoint: 'sre@example.com',
    });
    const { ref, attributes } = await ratioAlarm('failures', { AlarmActions: [topicArn], OKActions: [topicArn] });
    expect([ref, attributes['Arn']]).toEqual(['failures', 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:failures']);
    expect(stateOf('failures')).toBe('INSUFFICIENT_DATA');
    await play(100, 1);
    expect(stateOf('failures')).toBe('OK');
    await play(100, 60);
    expect(stateOf('failures')).toBe('OK');
    await play(100, 60);
    expect(stateOf('failures')).toBe('ALARM');
    await play(100, 0);
    expect(stateOf('failures')).toBe('ALARM');
    await play(100, 0);
    expect(stateOf('failures')).toBe('OK');
    expect(sns.notifications().map(({ subject, addresses }) => [subject, addresses])).toEqual([
      ['OK: "failures" in us-east-1', ['sre@example.com']],
      ['ALARM: "failures" in us-east-1', ['sre@example.com']],
      ['OK: "failures" in us-east-1', ['sre@example.com']],
    ]);
    expect(JSON.parse(sns.notifications()[1]?.message ?? '')).toMatchObject({
      AlarmName: 'failures',
      AlarmDescription: 'Starts fail.',
      NewStateValue: 'ALARM',
      OldStateValue: 'OK',
      NewStateReason: 'The last 3 data points were [0.01, 0.6, 0.6] against the threshold 0.3.',
      StateChangeTime: new Date(START + 30_000 + DELAY_MS).toISOString(),
      Trigger: {
        Threshold: 0.3,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    });
  });

  it('does not fire on fewer attempts than tell anything', async () => {
    await ratioAlarm('failures');
    for (let period = 0; period < 5; period++) await play(7, 7);
    expect(stateOf('failures')).toBe('OK');
  });

  it('goes by whole periods alone, whenever it is judged', async () => {
    await ratioAlarm('failures', { EvaluationPeriods: 1, DatapointsToAlarm: 1 });
    await put('Attempts', 100);
    await put('StartFailures', 60);
    now += 10_000 + DELAY_MS - 1;
    service.evaluate();
    expect(stateOf('failures')).toBe('OK');
    now += 1;
    service.evaluate();
    expect(stateOf('failures')).toBe('ALARM');
  });

  it('tells nobody while its actions are disabled', async () => {
    await ratioAlarm('failures', { AlarmActions: [topicArn], OKActions: [topicArn], ActionsEnabled: false });
    await play(100, 1);
    expect([stateOf('failures'), sns.notifications()]).toEqual(['OK', []]);
  });

  it('is judged although a topic is gone, which is reported', async () => {
    await ratioAlarm('failures', { OKActions: [`${topicArn}-gone`, topicArn] });
    await play(100, 1);
    expect(stateOf('failures')).toBe('OK');
    expect(problems).toEqual([expect.stringMatching(/OK: "failures".*no topic .*alarms-gone/)]);
    expect(sns.notifications()).toHaveLength(1);
  });
});

describe('an alarm on one metric', () => {
  it('hears of silence when missing data breach', async () => {
    await simpleAlarm('silent', { TreatMissingData: 'breaching' });
    for (let period = 0; period < 3; period++) {
      await put('Heartbeats', 10);
      pass();
    }
    expect(stateOf('silent')).toBe('OK');
    pass(4);
    expect(stateOf('silent')).toBe('OK'); // the last value is still within reach
    pass();
    expect(stateOf('silent')).toBe('ALARM');
  });

  it('takes no period for silent that it did not watch', async () => {
    now += 1;
    await simpleAlarm('silent', { TreatMissingData: 'breaching' });
    now = START;
    pass(3); // the first of them had begun before the alarm
    expect(stateOf('silent')).toBe('INSUFFICIENT_DATA');
    pass();
    expect(stateOf('silent')).toBe('ALARM');
    await simpleAlarm('heard', { TreatMissingData: 'breaching' });
    await put('Heartbeats', 10);
    pass();
    expect(stateOf('heard')).toBe('OK');
  });

  it('goes by percentiles, by minutes and by every comparison', async () => {
    const slow = { MetricName: 'StartupTime', Statistic: undefined, ExtendedStatistic: 'p90', EvaluationPeriods: 1 };
    const operators: Record<string, AlarmState> = {
      GreaterThanThreshold: 'OK',
      GreaterThanOrEqualToThreshold: 'ALARM',
      LessThanThreshold: 'OK',
      LessThanOrEqualToThreshold: 'ALARM',
    };
    for (const ComparisonOperator of Object.keys(operators)) {
      await simpleAlarm(ComparisonOperator, { ...slow, Period: 60, Threshold: 900, ComparisonOperator });
    }
    for (let value = 100; value <= 1_000; value += 100) await put('StartupTime', value);
    pass(5);
    for (const name of Object.keys(operators)) expect(stateOf(name)).toBe('INSUFFICIENT_DATA');
    pass();
    for (const [name, state] of Object.entries(operators)) expect([name, stateOf(name)]).toEqual([name, state]);
  });
});

describe('a composite alarm', () => {
  const set = (AlarmName: string, StateValue: AlarmState) =>
    client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'A drill.' }));

  it('changes as soon as one that it stands on does, through any number of composites', async () => {
    const arn = (await simpleAlarm('a')).attributes['Arn'];
    await simpleAlarm('b-1');
    await composite('either', `ALARM("${arn}") OR ALARM(b-1)`);
    await composite('top', '(ALARM("either") AND NOT OK(a)) OR FALSE', { AlarmActions: [topicArn] });
    const seen: string[] = [];
    const stop = service.onTransition(({ alarm, to }) => seen.push(`${alarm} ${to}`));
    await set('a', 'ALARM');
    expect(seen).toEqual(['a ALARM', 'either ALARM', 'top ALARM']);
    expect(sns.notifications()).toMatchObject([{ subject: 'ALARM: "top" in us-east-1' }]);
    expect(service.alarms().find(({ name }) => name === 'top')?.reason).toBe('Its rule holds; in ALARM: either, a.');
    stop();
    await set('a', 'OK');
    expect([stateOf('either'), stateOf('top'), seen.length]).toEqual(['OK', 'OK', 3]);
  });

  it.each<[string, boolean]>([
    ['TRUE AND NOT FALSE', true],
    ['INSUFFICIENT_DATA(a) AND NOT (OK(a) OR ALARM(a))', true],
    ['OK(a) OR ALARM(a) AND TRUE', false],
    ['not ok("a") and true', true],
  ])('reads %s', async (rule, holds) => {
    await simpleAlarm('a');
    await composite('c', rule);
    await set('a', 'INSUFFICIENT_DATA');
    expect(stateOf('c')).toBe(holds ? 'ALARM' : 'OK');
  });

  it.each(['', 'ALARM', 'ALARM()', 'ALARM(a', 'ALARM(a) OR', 'ALARM(a) ALARM(a)', 'MAYBE(a)', '"a', '('.repeat(5_000)])(
    'fails its deployment where its rule is "%.40s"',
    async (rule) => {
      await simpleAlarm('a');
      await expect(composite('c', rule)).rejects.toThrow(/AlarmRule can't be read/);
    },
  );

  it('fails its deployment where it stands on alarms that there are not, or on too many', async () => {
    await expect(composite('c', 'ALARM(absent)')).rejects.toThrow(/no alarm absent/);
    const many = Array.from({ length: 101 }, (_, index) => `ALARM(a${index})`).join(' OR ');
    await expect(composite('c', many)).rejects.toThrow(/names 101 alarms/);
  });
});

describe('an alarm fails its deployment', () => {
  const math = (Expression: string): JsonObject => ({ Metrics: [{ Id: 'e', Expression }, metric('m', 'Attempts')] });
  it.each<[string, JsonObject, RegExp]>([
    ['with a function that is not run here', math('ANOMALY_DETECTION_BAND(m)'), /calls ANOMALY_DETECTION_BAND/],
    ['with a metric that it does not define', math('failed / m'), /refers to failed/],
    ['with too few arguments', math('IF(m)'), /calls IF with 1 arguments/],
    ['where it returns two series', { Metrics: [{ ...metric('a', 'A'), ReturnData: true }, { Id: 'b', Expression: 'a' }] }, /Metrics must return one series/], // prettier-ignore
    ['with a period of 5 s', { Metrics: undefined, Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 5 }, /Period must be 10/], // prettier-ignore
    ['with a comparison that is not run here', { ComparisonOperator: 'LessThanLowerThreshold' }, /ComparisonOperator/],
    ['with more data points than periods', { DatapointsToAlarm: 4 }, /DatapointsToAlarm must be 1 to/],
    ['with no way with missing data', { TreatMissingData: 'maybe' }, /TreatMissingData is not known: maybe/],
    ['over more than is kept', { EvaluationPeriods: 361 }, /EvaluationPeriods reach further back/],
    ['with an action that is none here', { AlarmActions: ['arn:aws:lambda:x'] }, /AlarmActions go to SNS topics/],
  ])('%s', async (_, more, message) => {
    await expect(ratioAlarm('failures', more)).rejects.toThrow(message);
  });

  it('under a name that is taken', async () => {
    await ratioAlarm('failures');
    await expect(simpleAlarm('failures')).rejects.toThrow(/Two alarms are named failures/);
  });
});

describe('what is told of alarms over the wire', () => {
  it('their states and what they are declared with, by type, prefix and page', async () => {
    for (let index = 0; index < 5; index++) await ratioAlarm(`failures-${index}`);
    await composite('outage', 'ALARM("failures-0")');
    const describe = (input: DescribeAlarmsCommandInput) => client.send(new DescribeAlarmsCommand(input));
    const all = await describe({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
    expect([all.MetricAlarms?.length, all.CompositeAlarms]).toMatchObject([5, [{ AlarmName: 'outage' }]]);
    expect((await describe({})).CompositeAlarms).toEqual([]);
    expect((await describe({ AlarmNames: ['failures-3'] })).MetricAlarms).toMatchObject([
      {
        AlarmName: 'failures-3',
        StateValue: 'INSUFFICIENT_DATA',
        Threshold: 0.3,
        StateUpdatedTimestamp: new Date(START),
      },
    ]);
    const first = await describe({ AlarmNamePrefix: 'failures-', MaxRecords: 3 });
    const second = await describe({ AlarmNamePrefix: 'failures-', MaxRecords: 3, NextToken: first.NextToken });
    expect([first.MetricAlarms?.length, second.MetricAlarms?.length, second.NextToken]).toEqual([3, 2, undefined]);
  });

  it('their history, the newest first', async () => {
    await simpleAlarm('a');
    for (const StateValue of ['ALARM', 'OK', 'ALARM'] as const) {
      now += 1_000;
      await client.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue, StateReason: 'A drill.' }));
    }
    const first = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'a', MaxRecords: 2 }));
    const second = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'a', NextToken: first.NextToken }));
    expect(
      [first, second].flatMap(({ AlarmHistoryItems = [] }) => AlarmHistoryItems.map((item) => item.HistorySummary)),
    ).toEqual([
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
    ]);
    expect(service.transitions().map(({ to }) => to)).toEqual(['ALARM', 'OK', 'ALARM']);
  });

  it('that there is none of a name', async () => {
    const drill = new SetAlarmStateCommand({ AlarmName: 'absent', StateValue: 'OK', StateReason: '' });
    await expect(client.send(drill)).rejects.toMatchObject({ name: 'ResourceNotFound' });
  });
});
