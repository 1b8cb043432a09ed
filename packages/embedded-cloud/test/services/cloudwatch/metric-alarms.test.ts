import type { JsonObject } from '../../../src/core/service';
import type { AlarmState } from '../../../src/services/cloudwatch/views';
import { provision } from '../../../src/testing/endpoint';
import { heartbeatAlarm, metric, ratioAlarm } from './declared-alarms';
import { DELAY_MS, START, TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('an alarm on a ratio', () => {
  /** Puts the counts of one period of ten seconds and ends it. */
  const play = async (attempts: number, failed: number): Promise<void> => {
    await cloudwatch.putValue('Attempts', attempts);
    await cloudwatch.putValue('StartFailures', failed);
    cloudwatch.endPeriods();
  };

  it('fires after 2 of 3 breaching periods, and notifies its topic of every state change', async () => {
    const { sns, topicArn } = cloudwatch;
    const subscription = { TopicArn: topicArn, Protocol: 'email', Endpoint: 'sre@example.com' };
    await provision(sns, 'AWS::SNS::Subscription', subscription);
    const actions = { AlarmActions: [topicArn], OKActions: [topicArn] };
    const { ref, attributes } = await ratioAlarm(cloudwatch, 'failures', actions);
    expect([ref, attributes['Arn']]).toEqual(['failures', 'arn:aws:cloudwatch:us-east-1:000000000000:alarm:failures']);
    expect(cloudwatch.stateOf('failures')).toBe('INSUFFICIENT_DATA');
    await play(100, 1);
    expect(cloudwatch.stateOf('failures')).toBe('OK');
    await play(100, 60);
    expect(cloudwatch.stateOf('failures')).toBe('OK');
    await play(100, 60);
    expect(cloudwatch.stateOf('failures')).toBe('ALARM');
    await play(100, 0);
    expect(cloudwatch.stateOf('failures')).toBe('ALARM');
    await play(100, 0);
    expect(cloudwatch.stateOf('failures')).toBe('OK');
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
      NewStateReason: 'The last 3 data points are [0.01, 0.6, 0.6]; the threshold is 0.3.',
      StateChangeTime: new Date(START + 30_000 + DELAY_MS).toISOString(),
      Trigger: {
        Threshold: 0.3,
        EvaluationPeriods: 3,
        DatapointsToAlarm: 2,
        ComparisonOperator: 'GreaterThanThreshold',
      },
    });
  });

  it('does not fire when its expression excludes periods with few attempts', async () => {
    await ratioAlarm(cloudwatch, 'failures');
    for (let period = 0; period < 5; period++) await play(7, 7);
    expect(cloudwatch.stateOf('failures')).toBe('OK');
    const [alarm] = cloudwatch.service.alarms();
    const reason = 'The last 3 data points are []; the threshold is 0.3. 3 without data: treated as notBreaching.';
    expect(alarm?.reason).toBe(reason);
  });

  it('uses only complete periods, at any time of the evaluation', async () => {
    await ratioAlarm(cloudwatch, 'failures', { EvaluationPeriods: 1, DatapointsToAlarm: 1 });
    await cloudwatch.putValue('Attempts', 100);
    await cloudwatch.putValue('StartFailures', 60);
    cloudwatch.now += 10_000 + DELAY_MS - 1;
    cloudwatch.service.evaluate();
    expect(cloudwatch.stateOf('failures')).toBe('OK');
    cloudwatch.now += 1;
    cloudwatch.service.evaluate();
    expect(cloudwatch.stateOf('failures')).toBe('ALARM');
  });

  it('does not notify its topic while its actions are disabled', async () => {
    const { sns, topicArn } = cloudwatch;
    const actions = { AlarmActions: [topicArn], OKActions: [topicArn], ActionsEnabled: false };
    await ratioAlarm(cloudwatch, 'failures', actions);
    await play(100, 1);
    expect([cloudwatch.stateOf('failures'), sns.notifications()]).toEqual(['OK', []]);
  });

  it('changes its state and reports the problem when one of its topics is missing', async () => {
    const { sns, topicArn } = cloudwatch;
    await ratioAlarm(cloudwatch, 'failures', { OKActions: [`${topicArn}-gone`, topicArn] });
    await play(100, 1);
    expect(cloudwatch.stateOf('failures')).toBe('OK');
    const problem = `The topic ${topicArn}-gone does not exist.`;
    expect(cloudwatch.problems).toEqual([`Sending the notification OK: "failures" in us-east-1 failed: ${problem}`]);
    expect(sns.notifications()).toHaveLength(1);
  });
});

describe('an alarm on one metric', () => {
  it('fires on missing data that it treats as breaching', async () => {
    await heartbeatAlarm(cloudwatch, 'silent', { TreatMissingData: 'breaching' });
    for (let period = 0; period < 3; period++) {
      await cloudwatch.putValue('Heartbeats', 10);
      cloudwatch.endPeriods();
    }
    expect(cloudwatch.stateOf('silent')).toBe('OK');
    cloudwatch.endPeriods(4);
    expect(cloudwatch.stateOf('silent')).toBe('OK'); // the evaluation still finds the last value
    cloudwatch.endPeriods();
    expect(cloudwatch.stateOf('silent')).toBe('ALARM');
  });

  it('does not treat periods before its creation as missing data', async () => {
    cloudwatch.now += 1;
    await heartbeatAlarm(cloudwatch, 'silent', { TreatMissingData: 'breaching' });
    cloudwatch.now = START;
    cloudwatch.endPeriods(3); // the first of them had begun before the alarm was created
    expect(cloudwatch.stateOf('silent')).toBe('INSUFFICIENT_DATA');
    cloudwatch.endPeriods();
    expect(cloudwatch.stateOf('silent')).toBe('ALARM');
    await heartbeatAlarm(cloudwatch, 'alive', { TreatMissingData: 'breaching' });
    await cloudwatch.putValue('Heartbeats', 10);
    cloudwatch.endPeriods();
    expect(cloudwatch.stateOf('alive')).toBe('OK');
  });

  it('supports percentiles, periods of minutes and every comparison', async () => {
    const slow = { MetricName: 'StartupTime', Statistic: undefined, ExtendedStatistic: 'p90', EvaluationPeriods: 1 };
    const operators: Record<string, AlarmState> = {
      GreaterThanThreshold: 'OK',
      GreaterThanOrEqualToThreshold: 'ALARM',
      LessThanThreshold: 'OK',
      LessThanOrEqualToThreshold: 'ALARM',
    };
    const names = Object.keys(operators);
    for (const ComparisonOperator of names) {
      const properties = { ...slow, Period: 60, Threshold: 900, ComparisonOperator };
      await heartbeatAlarm(cloudwatch, ComparisonOperator, properties);
    }
    for (let value = 100; value <= 1_000; value += 100) await cloudwatch.putValue('StartupTime', value);
    cloudwatch.endPeriods(5);
    for (const name of names) expect(cloudwatch.stateOf(name)).toBe('INSUFFICIENT_DATA');
    cloudwatch.endPeriods();
    for (const [name, state] of Object.entries(operators)) {
      expect([name, cloudwatch.stateOf(name)]).toEqual([name, state]);
    }
  });
});

describe('the deployment of an alarm', () => {
  const math = (Expression: string): JsonObject => ({ Metrics: [{ Id: 'e', Expression }, metric('m', 'Attempts')] });
  const twoSeries = {
    Metrics: [
      { ...metric('a', 'A'), ReturnData: true },
      { Id: 'b', Expression: 'a' },
    ],
  };
  const fiveSeconds = { Metrics: undefined, Namespace: 'N', MetricName: 'M', Statistic: 'Sum', Period: 5 };
  it.each<[string, JsonObject, RegExp]>([
    ['an unsupported function', math('ANOMALY_DETECTION_BAND(m)'), /calls ANOMALY_DETECTION_BAND/],
    ['an undefined metric', math('failed / m'), /refers to failed/],
    ['too few arguments', math('IF(m)'), /calls IF with 1 arguments/],
    ['two returned series', twoSeries, /Metrics must return one series/],
    ['a period of 5 s', fiveSeconds, /Period must be 10/],
    ['an unsupported comparison', { ComparisonOperator: 'LessThanLowerThreshold' }, /ComparisonOperator/],
    ['more data points than periods', { DatapointsToAlarm: 4 }, /DatapointsToAlarm must be 1 to/],
    ['an unknown treatment of missing data', { TreatMissingData: 'maybe' }, /has an unknown value: maybe/],
    ['more time than the retention', { EvaluationPeriods: 361 }, /EvaluationPeriods must not exceed the hour/],
    ['an action other than SNS', { AlarmActions: ['arn:aws:lambda:x'] }, /AlarmActions may only contain SNS topics/],
  ])('fails with %s', async (_, more, message) => {
    await expect(ratioAlarm(cloudwatch, 'failures', more)).rejects.toThrow(message);
  });

  it('fails with the name of another alarm', async () => {
    await ratioAlarm(cloudwatch, 'failures');
    const second = heartbeatAlarm(cloudwatch, 'failures');
    await expect(second).rejects.toThrow('AlarmName is not unique: failures.');
  });
});
