import { SetAlarmStateCommand } from '@aws-sdk/client-cloudwatch';
import type { AlarmState } from '../../../src/services/cloudwatch/views';
import { compositeAlarm, heartbeatAlarm } from './declared-alarms';
import { TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

const set = (AlarmName: string, StateValue: AlarmState) =>
  cloudwatch.client.send(new SetAlarmStateCommand({ AlarmName, StateValue, StateReason: 'A drill.' }));

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('a composite alarm', () => {
  it('changes together with an alarm in its rule, also through other composite alarms', async () => {
    const { service, sns, topicArn } = cloudwatch;
    const arn = (await heartbeatAlarm(cloudwatch, 'a')).attributes['Arn'];
    await heartbeatAlarm(cloudwatch, 'b-1');
    await compositeAlarm(cloudwatch, 'either', `ALARM("${arn}") OR ALARM(b-1)`);
    const actions = { AlarmActions: [topicArn] };
    await compositeAlarm(cloudwatch, 'top', '(ALARM("either") AND NOT OK(a)) OR FALSE', actions);
    const observed: string[] = [];
    const unsubscribe = service.onTransition(({ alarm, to }) => observed.push(`${alarm} ${to}`));
    await set('a', 'ALARM');
    expect(observed).toEqual(['a ALARM', 'either ALARM', 'top ALARM']);
    expect(sns.notifications()).toMatchObject([{ subject: 'ALARM: "top" in us-east-1' }]);
    const top = service.alarms().find(({ name }) => name === 'top');
    expect(top?.reason).toBe('The rule holds; alarms in ALARM: either, a.');
    unsubscribe();
    await set('a', 'OK');
    expect([cloudwatch.stateOf('either'), cloudwatch.stateOf('top'), observed.length]).toEqual(['OK', 'OK', 3]);
  });

  it.each<[string, boolean]>([
    ['TRUE AND NOT FALSE', true],
    ['INSUFFICIENT_DATA(a) AND NOT (OK(a) OR ALARM(a))', true],
    ['OK(a) OR ALARM(a) AND TRUE', false],
    ['not ok("a") and true', true],
  ])('evaluates the rule %s to %s', async (rule, holds) => {
    await heartbeatAlarm(cloudwatch, 'a');
    await compositeAlarm(cloudwatch, 'c', rule);
    await set('a', 'INSUFFICIENT_DATA');
    expect(cloudwatch.stateOf('c')).toBe(holds ? 'ALARM' : 'OK');
  });

  it.each(['', 'ALARM', 'ALARM()', 'ALARM(a', 'ALARM(a) OR', 'ALARM(a) ALARM(a)', 'MAYBE(a)', '"a', '('.repeat(5_000)])(
    'fails its deployment when its rule is "%.40s"',
    async (rule) => {
      await heartbeatAlarm(cloudwatch, 'a');
      await expect(compositeAlarm(cloudwatch, 'c', rule)).rejects.toThrow(/AlarmRule is not a valid rule/);
    },
  );

  it('fails its deployment when its rule refers to a missing alarm or to too many alarms', async () => {
    const missing = compositeAlarm(cloudwatch, 'c', 'ALARM(absent)');
    await expect(missing).rejects.toThrow('AlarmRule refers to alarms that do not exist: absent.');
    const many = Array.from({ length: 101 }, (_, index) => `ALARM(a${index})`).join(' OR ');
    await expect(compositeAlarm(cloudwatch, 'c', many)).rejects.toThrow('AlarmRule refers to 101 alarms');
  });
});
