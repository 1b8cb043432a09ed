import type { AlarmState, AlarmView, Notification } from 'embedded-cloud';
import type { HttpRequest } from 'embedded-cloud/http';
import { operationsApi } from '../../../tools/console/operations-api';
import { DashboardReader } from '../../../tools/console/dashboards/dashboards';
import { shouldPrint, notificationLine } from '../../../tools/local/notification-line';

const alarm = (name: string, kind: 'metric' | 'composite', state: AlarmState): AlarmView => ({
  ...{ name, kind, state, reason: '', since: 0, description: '' },
});

const message = (state: string, before = 'OK') =>
  JSON.stringify({
    AlarmName: 'playhead-dev-playback-outage',
    NewStateValue: state,
    OldStateValue: before,
    NewStateReason: `In ALARM: ${'x'.repeat(200)}`,
  });

const notification = (body: string): Notification => ({
  ...{ topicArn: 'arn', subject: 'Hello', at: new Date(2026, 10, 24, 7, 31, 20).getTime() },
  ...{ message: body, addresses: ['playhead-dev@example.com'] },
});

const cloudwatch = {
  alarms: () => [
    alarm('b', 'metric', 'OK'),
    alarm('c', 'metric', 'ALARM'),
    alarm('a', 'metric', 'OK'),
    alarm('z', 'composite', 'OK'),
  ],
  transitions: () => [],
  dashboards: () => new Map([['playhead-dev-live', '{"widgets":[]}']]),
  getMetricData: () => ({}),
};
const sns = { notifications: () => [notification(message('OK', 'ALARM')), notification(message('ALARM'))] };
const dashboards = new DashboardReader(cloudwatch, { invoke: () => Promise.reject(new Error('no function')) });

const OUTAGE = { cause: 'starts fail, all players', since: 1, viewers: 7 };

const get = async (path: string, query = '', method = 'GET') => {
  const request: HttpRequest = {
    ...{ method, path, query: new URLSearchParams(query), headers: {}, body: Buffer.alloc(0), receivedAt: 0 },
  };
  const counts = () => Promise.resolve({});
  const outages = () => Promise.resolve([OUTAGE]);
  const answer = await operationsApi({ dashboards, cloudwatch, sns, counts, outages })(path, request);
  return answer && { status: answer.status, body: JSON.parse(String(answer.body)) as unknown };
};

describe('operationsApi', () => {
  it('lists the alarms by urgency, and the notifications with the newest first', async () => {
    const answer = await get('alarms');
    expect(answer?.body).toMatchObject({
      outages: [OUTAGE],
      alarms: [{ name: 'z' }, { name: 'c' }, { name: 'a' }, { name: 'b' }],
      notifications: [
        { about: 'playhead-dev-playback-outage', state: 'ALARM', addresses: ['playhead-dev@example.com'] },
        { state: 'OK' },
      ],
    });
  });

  it('lists the dashboards and draws one', async () => {
    expect(await get('dashboards')).toEqual({ status: 200, body: { dashboards: ['playhead-dev-live'] } });
    expect(await get('dashboards/playhead-dev-live')).toMatchObject({ body: { minutes: 15, widgets: [] } });
    expect(await get('dashboards/playhead-dev-live', 'minutes=60')).toMatchObject({ body: { minutes: 60 } });
    expect(await get('dashboards/playhead-dev-lake')).toMatchObject({ status: 404 });
  });

  it.each(['0', '61', '-1', 'many', '', 'Infinity'])('refuses to draw %j minutes', async (minutes) => {
    const answer = await get('dashboards/playhead-dev-live', `minutes=${minutes}`);
    expect(answer).toMatchObject({ status: 400, body: { issues: [{ field: 'minutes' }] } });
  });

  it('is read only, and does not answer other paths', async () => {
    expect(await get('alarms', '', 'POST')).toMatchObject({ status: 405 });
    for (const path of ['dashboards/', 'dashboards/a/b', 'dashboards/%', 'alarmsx', 'console.js']) {
      expect(await get(path)).toBeUndefined();
    }
  });
});

describe('notificationLine', () => {
  it('shows in one line when an alarm changed, who is notified and why', () => {
    const line = notificationLine(notification(message('ALARM')));
    expect(line).toMatch(
      /^ {2}! 07:31:20 ALARM playhead-dev-playback-outage → playhead-dev@example.com: In ALARM: x+…$/,
    );
    expect(line.length).toBeLessThan(200);
    expect(notificationLine(notification(message('OK', 'ALARM')))).toMatch(/^ {2}✓ 07:31:20 OK /);
  });

  it('passes on a message that no alarm sent', () => {
    expect(notificationLine(notification('not JSON'))).toBe('  ! 07:31:20 Hello → playhead-dev@example.com: not JSON');
  });
});

describe('shouldPrint', () => {
  it('ignores an alarm whose first evaluation is OK', () => {
    expect(shouldPrint(notification(message('OK', 'INSUFFICIENT_DATA')))).toBe(false);
    expect(shouldPrint(notification(message('ALARM', 'INSUFFICIENT_DATA')))).toBe(true);
    expect(shouldPrint(notification(message('OK', 'ALARM')))).toBe(true);
  });
});
