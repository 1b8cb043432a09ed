import { GetScheduleCommand, ListSchedulesCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import { Scheduler } from '../../../src/services/scheduler/scheduler';
import { toTimetable } from '../../../src/services/scheduler/expression';
import type { JsonObject } from '../../../src/core/service';
import { FakeStores } from '../../support/compute';
import { Endpoint, provision } from '../../../src/testing/endpoint';
import { until } from '../../support/until';

const FUNCTION_ARN = 'arn:aws:lambda:us-east-1:000000000000:function:curate';

let endpoint: Endpoint;
let scheduler: Scheduler;
let stores: FakeStores;
let invocations: { readonly functionArn: string; readonly payload: string }[];
let notes: string[];
let isMissing: boolean;

const schedule = (properties: JsonObject, target: JsonObject = {}, logicalId = 'Schedule') =>
  provision(
    scheduler,
    'AWS::Scheduler::Schedule',
    {
      Name: `the-${logicalId}`,
      ScheduleExpression: 'rate(1 minute)',
      FlexibleTimeWindow: { Mode: 'OFF' },
      Target: { Arn: FUNCTION_ARN, RoleArn: 'arn:aws:iam::000000000000:role/r', ...target },
      ...properties,
    },
    logicalId,
  );

beforeEach(async () => {
  endpoint = await Endpoint.open();
  stores = new FakeStores();
  invocations = [];
  notes = [];
  isMissing = false;
  scheduler = endpoint.add(newScheduler());
});

const newScheduler = (): Scheduler => {
  const invoker = {
    invokeLater: (functionArn: string, payload: string) => {
      if (isMissing) throw new Error('Function not found');
      invocations.push({ functionArn, payload });
    },
    note: (_: string, line: string) => void notes.push(line),
  };
  const { surroundings, faults, access } = endpoint;
  return new Scheduler(surroundings, faults, invoker, stores.sinks.queues, access, { firstMs: 1, maxMs: 2 });
};

afterEach(async () => {
  jest.useRealTimers();
  await endpoint.close();
});

const useVirtualClock = () => jest.useFakeTimers({ doNotFake: ['nextTick', 'setImmediate'] });

describe('a schedule', () => {
  it('with a rate fires at its start and once in the minute after every interval, with its input', async () => {
    useVirtualClock();
    await schedule({}, { Input: '{"step":"curate"}' });
    scheduler.start();
    await jest.advanceTimersByTimeAsync(0);
    expect(invocations).toEqual([{ functionArn: FUNCTION_ARN, payload: '{"step":"curate"}' }]);
    await jest.advanceTimersByTimeAsync(59_999);
    for (let minute = 1; minute <= 30; minute += 1) {
      expect(invocations).toHaveLength(minute);
      await jest.advanceTimersByTimeAsync(60_000);
    }
  });

  it('fires anywhere in its minute, at the same times in a second run', async () => {
    const start = Date.parse('2026-11-21T00:00:00Z');
    const secondsOf = async () => {
      useVirtualClock().setSystemTime(start);
      await schedule({});
      const times: number[] = [];
      let seen = 1;
      scheduler.start();
      for (let second = 0; second < 1_800; second += 1) {
        await jest.advanceTimersByTimeAsync(1_000);
        if (invocations.length > seen) times.push(second % 60);
        seen = Math.max(seen, invocations.length);
      }
      await scheduler.stop();
      return times;
    };
    const first = await secondsOf();
    expect(Math.min(...first)).toBeLessThan(15);
    expect(Math.max(...first)).toBeGreaterThan(45);
    scheduler = newScheduler();
    invocations = [];
    expect(await secondsOf()).toEqual(first);
  });

  it('replaces the placeholders for context attributes in its input', async () => {
    useVirtualClock().setSystemTime(Date.parse('2026-11-21T02:59:59Z'));
    const Input = '{"at":"<aws.scheduler.scheduled-time>","try":"<aws.scheduler.attempt-number>"}';
    await schedule({ ScheduleExpression: 'cron(0 3 * * ? *)', ScheduleExpressionTimezone: 'Etc/UTC' }, { Input });
    scheduler.start();
    await jest.advanceTimersByTimeAsync(61_000);
    expect(invocations.map(({ payload }) => payload)).toEqual(['{"at":"2026-11-21T03:00:00Z","try":"1"}']);
  });

  it('fires once when it has a single time, and never when it is disabled', async () => {
    useVirtualClock().setSystemTime(Date.parse('2026-11-21T00:00:00Z'));
    await schedule({ ScheduleExpression: 'at(2026-12-31T00:00:00)' });
    await schedule({ State: 'DISABLED' }, {}, 'Disabled');
    scheduler.start();
    await jest.advanceTimersByTimeAsync(39 * 86_400_000);
    expect(invocations).toEqual([]);
    await jest.advanceTimersByTimeAsync(10 * 86_400_000);
    expect(invocations).toHaveLength(1);
  });

  it('retries as often as its retry policy allows, then sends the event to its dead-letter queue', async () => {
    isMissing = true;
    const Arn = 'arn:aws:sqs:us-east-1:000000000000:missed';
    await schedule({}, { Input: '{}', RetryPolicy: { MaximumRetryAttempts: 2 }, DeadLetterConfig: { Arn } });
    scheduler.start();
    await until(() => stores.sent.length > 0);
    expect(notes).toHaveLength(3);
    expect(notes[0]).toBe('Attempt 1 of the schedule the-Schedule to invoke the function failed: Function not found');
    expect(stores.sent).toEqual([{ queueArn: Arn, body: '{}' }]);
  });
});

describe('the API of the scheduler', () => {
  it('lists schedules and describes one', async () => {
    const client = new SchedulerClient(endpoint.clientConfig());
    const group = await provision(scheduler, 'AWS::Scheduler::ScheduleGroup', { Name: 'steps' });
    await schedule({ GroupName: group.ref, State: 'DISABLED' });
    const { Schedules } = await client.send(new ListSchedulesCommand({ GroupName: 'steps' }));
    expect(Schedules).toMatchObject([{ Name: 'the-Schedule', State: 'DISABLED', Target: { Arn: FUNCTION_ARN } }]);
    const described = await client.send(new GetScheduleCommand({ Name: 'the-Schedule', GroupName: 'steps' }));
    expect(described).toMatchObject({ ScheduleExpression: 'rate(1 minute)', Target: { Arn: FUNCTION_ARN } });
    await expect(client.send(new GetScheduleCommand({ Name: 'none' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
    client.destroy();
  });
});

describe('a schedule expression', () => {
  it.each([
    ['rate(15 minutes)', '2026-11-21T00:15:00Z'],
    ['rate(1 day)', '2026-11-22T00:00:00Z'],
    ['cron(0 3 * * ? *)', '2026-11-21T03:00:00Z'],
    ['cron(0/20 * * * ? *)', '2026-11-21T00:20:00Z'],
    ['cron(5,35 8-10 * * ? *)', '2026-11-21T08:05:00Z'],
    ['cron(0 0 1 * ? *)', '2026-12-01T00:00:00Z'],
    ['cron(30 6 ? * MON-FRI *)', '2026-11-23T06:30:00Z'],
    ['cron(0 12 29 FEB ? *)', '2028-02-29T12:00:00Z'],
  ])('%s is next due at %s', (expression, due) => {
    const next = toTimetable(expression)?.next(Date.parse('2026-11-21T00:00:00Z'));
    expect(next).toBe(Date.parse(due));
  });

  it.each(['cron(0 3 L * ? *)', 'cron(0 3 * * * *)', 'cron(61 3 * * ? *)', 'cron(0 3 * * ? 2027)', 'rate(0 minutes)'])(
    '%s is rejected because it is not supported',
    async (ScheduleExpression) => {
      await expect(async () => schedule({ ScheduleExpression })).rejects.toThrow(ScheduleExpression);
    },
  );
});
