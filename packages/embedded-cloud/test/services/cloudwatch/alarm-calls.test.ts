import {
  DescribeAlarmHistoryCommand,
  DescribeAlarmsCommand,
  type DescribeAlarmsCommandInput,
  SetAlarmStateCommand,
} from '@aws-sdk/client-cloudwatch';
import { compositeAlarm, heartbeatAlarm, ratioAlarm } from './declared-alarms';
import { START, TestCloudWatch } from './test-cloudwatch';

let cloudwatch: TestCloudWatch;

beforeEach(async () => {
  cloudwatch = await TestCloudWatch.open();
});

afterEach(() => cloudwatch.close());

describe('DescribeAlarms', () => {
  it('returns declarations and states by type, name, prefix and page', async () => {
    for (let index = 0; index < 5; index++) await ratioAlarm(cloudwatch, `failures-${index}`);
    await compositeAlarm(cloudwatch, 'outage', 'ALARM("failures-0")');
    const alarms = (input: DescribeAlarmsCommandInput) => cloudwatch.client.send(new DescribeAlarmsCommand(input));
    const all = await alarms({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'] });
    expect([all.MetricAlarms?.length, all.CompositeAlarms]).toMatchObject([5, [{ AlarmName: 'outage' }]]);
    expect((await alarms({})).CompositeAlarms).toEqual([]);
    const named = { AlarmName: 'failures-3', StateValue: 'INSUFFICIENT_DATA', Threshold: 0.3 };
    expect((await alarms({ AlarmNames: ['failures-3'] })).MetricAlarms).toMatchObject([
      { ...named, StateUpdatedTimestamp: new Date(START) },
    ]);
    const first = await alarms({ AlarmNamePrefix: 'failures-', MaxRecords: 3 });
    const second = await alarms({ AlarmNamePrefix: 'failures-', MaxRecords: 3, NextToken: first.NextToken });
    expect([first.MetricAlarms?.length, second.MetricAlarms?.length, second.NextToken]).toEqual([3, 2, undefined]);
  });
});

describe('DescribeAlarmHistory', () => {
  it('returns the state changes by page, newest first', async () => {
    const { client, service } = cloudwatch;
    await heartbeatAlarm(cloudwatch, 'a');
    for (const StateValue of ['ALARM', 'OK', 'ALARM'] as const) {
      cloudwatch.now += 1_000;
      await client.send(new SetAlarmStateCommand({ AlarmName: 'a', StateValue, StateReason: 'A drill.' }));
    }
    const first = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'a', MaxRecords: 2 }));
    const second = await client.send(new DescribeAlarmHistoryCommand({ AlarmName: 'a', NextToken: first.NextToken }));
    const items = [first, second].flatMap(({ AlarmHistoryItems = [] }) => AlarmHistoryItems);
    expect(items.map(({ HistorySummary }) => HistorySummary)).toEqual([
      'Alarm updated from OK to ALARM',
      'Alarm updated from ALARM to OK',
      'Alarm updated from INSUFFICIENT_DATA to ALARM',
    ]);
    expect(service.transitions().map(({ to }) => to)).toEqual(['ALARM', 'OK', 'ALARM']);
  });
});

describe('SetAlarmState', () => {
  it('rejects an unknown alarm and an unknown state', async () => {
    const set = (AlarmName: string, StateValue: string) =>
      cloudwatch.client.send(
        new SetAlarmStateCommand({ AlarmName, StateValue: StateValue as 'OK', StateReason: 'A drill.' }),
      );
    await expect(set('absent', 'OK')).rejects.toMatchObject({ name: 'ResourceNotFound' });
    await heartbeatAlarm(cloudwatch, 'a');
    await expect(set('a', 'BROKEN')).rejects.toThrow('StateValue must be one of OK, ALARM, INSUFFICIENT_DATA.');
  });
});
