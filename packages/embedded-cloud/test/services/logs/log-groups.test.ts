import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DeleteLogStreamCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  GetLogEventsCommand,
  paginateDescribeLogGroups,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  ResourceAlreadyExistsException,
  ResourceNotFoundException,
  StartLiveTailCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { provision } from '../../../src/testing/endpoint';
import { NOON, TestLogs } from './test-logs';

let test: TestLogs;
beforeEach(async () => {
  test = await TestLogs.open();
});
afterEach(() => test.close());

const groups = async (input: ConstructorParameters<typeof DescribeLogGroupsCommand>[0] = {}) =>
  (await test.client.send(new DescribeLogGroupsCommand(input))).logGroups ?? [];

const streams = async (logGroupName: string, orderBy?: 'LastEventTime') => {
  const { logStreams = [] } = await test.client.send(new DescribeLogStreamsCommand({ logGroupName, orderBy }));
  return logStreams;
};

const messages = async (logGroupName: string, logStreamName: string) => {
  const { events = [] } = await test.client.send(new GetLogEventsCommand({ logGroupName, logStreamName }));
  return events.map(({ message }) => message);
};

describe('log groups', () => {
  it('are those that templates declare and calls create, also after a restart', async () => {
    const properties = { LogGroupName: 'declared', RetentionInDays: 7 };
    const { ref, attributes } = await provision(test.logs, 'AWS::Logs::LogGroup', properties);
    expect([ref, attributes['Arn']]).toEqual(['declared', 'arn:aws:logs:us-east-1:000000000000:log-group:declared:*']);
    await test.client.send(new CreateLogGroupCommand({ logGroupName: '/app/created' }));
    const again = test.client.send(new CreateLogGroupCommand({ logGroupName: '/app/created' }));
    await expect(again).rejects.toThrow(ResourceAlreadyExistsException);
    const before = await groups();
    test.now += 1_000;
    test.restart();
    expect(await groups()).toEqual(before);
    expect(before).toMatchObject([
      {
        logGroupName: '/app/created',
        creationTime: NOON,
        arn: 'arn:aws:logs:us-east-1:000000000000:log-group:/app/created:*',
        logGroupArn: 'arn:aws:logs:us-east-1:000000000000:log-group:/app/created',
      },
      { logGroupName: 'declared', retentionInDays: 7 },
    ]);
  });

  it('are described by prefix, by pattern and by page', async () => {
    for (const logGroupName of ['/a/one', '/a/two', '/b/one']) {
      await test.client.send(new CreateLogGroupCommand({ logGroupName }));
    }
    const names = (found: readonly { logGroupName?: string }[]) => found.map(({ logGroupName }) => logGroupName);
    expect(names(await groups({ logGroupNamePrefix: '/a/' }))).toEqual(['/a/one', '/a/two']);
    expect(names(await groups({ logGroupNamePattern: 'ONE' }))).toEqual(['/a/one', '/b/one']);
    const paged: (string | undefined)[] = [];
    for await (const { logGroups = [] } of paginateDescribeLogGroups({ client: test.client, pageSize: 2 }, {})) {
      paged.push(...names(logGroups), '|');
    }
    expect(paged).toEqual(['/a/one', '/a/two', '|', '/b/one', '|']);
  });

  it('lose their events when they are deleted', async () => {
    await test.put('app', 'one', ['a']);
    await test.client.send(new DeleteLogGroupCommand({ logGroupName: 'app' }));
    await expect(messages('app', 'one')).rejects.toThrow(ResourceNotFoundException);
    await test.put('app', 'one', ['b']);
    expect(await messages('app', 'one')).toEqual(['b']);
  });

  it('return no events that are older than the retention', async () => {
    await test.put('app', 'one', ['a']);
    await test.client.send(new PutRetentionPolicyCommand({ logGroupName: 'app', retentionInDays: 1 }));
    expect(await messages('app', 'one')).toEqual(['a']);
    test.now += 86_400_001;
    expect(await messages('app', 'one')).toEqual([]);
    const refused = test.client.send(new PutRetentionPolicyCommand({ logGroupName: 'app', retentionInDays: 2 }));
    await expect(refused).rejects.toThrow('retentionInDays is 2, not one of 1, 3, 5');
  });

  it('keep the newest events within a bounded size', async () => {
    const line = 'x'.repeat(100_000);
    for (let n = 0; n < 200; n += 1) test.logs.write('large', 'stream', [`${n} ${line}`]);
    const [group] = await groups();
    expect(group?.storedBytes).toBeLessThan(9_000_000);
    expect((await messages('large', 'stream')).at(-1)).toMatch(/^199 /);
  });
});

describe('log streams', () => {
  it('are described by name or by the time of the last event', async () => {
    await test.put('app', 'b', ['1', '2', '3']);
    await test.put('app', 'c', ['1', '2']);
    await test.client.send(new CreateLogStreamCommand({ logGroupName: 'app', logStreamName: 'a' }));
    expect(await streams('app')).toMatchObject([
      { logStreamName: 'a' },
      { logStreamName: 'b', firstEventTimestamp: NOON, lastEventTimestamp: NOON + 2_000, lastIngestionTime: NOON },
      { logStreamName: 'c' },
    ]);
    const byTime = await streams('app', 'LastEventTime');
    expect(byTime.map(({ logStreamName }) => logStreamName)).toEqual(['a', 'c', 'b']);
  });

  it('are empty when they are created again after they were deleted', async () => {
    await test.put('app', 'one', ['a']);
    await test.client.send(new DeleteLogStreamCommand({ logGroupName: 'app', logStreamName: 'one' }));
    await expect(messages('app', 'one')).rejects.toThrow(ResourceNotFoundException);
    await test.put('app', 'one', ['b']);
    expect(await messages('app', 'one')).toEqual(['b']);
  });

  it('take a batch in order, and report the events that are too old or too new', async () => {
    await test.put('app', 'one', ['a']);
    const put = (timestamps: readonly number[]) =>
      test.client.send(
        new PutLogEventsCommand({
          ...{ logGroupName: 'app', logStreamName: 'one' },
          logEvents: timestamps.map((timestamp) => ({ timestamp, message: String(timestamp - NOON) })),
        }),
      );
    await expect(put([NOON + 1, NOON])).rejects.toThrow('must be in chronological order');
    const { rejectedLogEventsInfo } = await put([NOON - 3_600_000, NOON + 7_200_000, NOON + 7_200_001]);
    expect(rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 2 });
    expect(await messages('app', 'one')).toEqual(['-3600000', 'a', '7200000']);
    const old = await put([NOON - 15 * 86_400_000]);
    expect(old.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
  });
});

describe('StartLiveTail', () => {
  it('is refused by name', async () => {
    const client = new CloudWatchLogsClient({ ...test.endpoint.clientConfig(), disableHostPrefix: true });
    const call = client.send(new StartLiveTailCommand({ logGroupIdentifiers: ['app'] }));
    await expect(call).rejects.toThrow('does not support the operation StartLiveTail');
    client.destroy();
  });
});
