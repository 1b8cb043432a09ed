import {
  FilterLogEventsCommand,
  type FilterLogEventsCommandInput,
  GetLogEventsCommand,
  type GetLogEventsCommandInput,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs';
import { NOON, TestLogs } from './test-logs';

let test: TestLogs;
beforeAll(async () => {
  test = await TestLogs.open();
});
afterAll(() => test.close());

const get = async (input: Partial<GetLogEventsCommandInput> = {}) => {
  const command = new GetLogEventsCommand({ logGroupName: 'app', logStreamName: 'one', ...input });
  const { events = [], ...tokens } = await test.client.send(command);
  return { ...tokens, messages: events.map(({ message }) => message).join('') };
};

const filter = async (filterPattern: string, input: Partial<FilterLogEventsCommandInput> = {}) => {
  const command = new FilterLogEventsCommand({ logGroupName: 'app', filterPattern, ...input });
  return ((await test.client.send(command)).events ?? []).map(({ message }) => message);
};

describe('GetLogEvents', () => {
  beforeAll(() => test.put('app', 'one', ['a', 'b', 'c', 'd', 'e', 'f', 'g']));

  it('returns the newest events, and older ones by the backward token', async () => {
    const newest = await get({ limit: 3 });
    expect(newest.messages).toBe('efg');
    const older = await get({ limit: 3, nextToken: newest.nextBackwardToken });
    expect(older.messages).toBe('bcd');
    const oldest = await get({ limit: 3, nextToken: older.nextBackwardToken });
    expect(oldest.messages).toBe('a');
    const end = await get({ limit: 3, nextToken: oldest.nextBackwardToken });
    expect([end.messages, end.nextBackwardToken]).toEqual(['', oldest.nextBackwardToken]);
  });

  it('returns the oldest events from the head, and newer ones by the forward token', async () => {
    const oldest = await get({ limit: 4, startFromHead: true });
    expect(oldest.messages).toBe('abcd');
    const rest = await get({ limit: 4, startFromHead: true, nextToken: oldest.nextForwardToken });
    expect(rest.messages).toBe('efg');
    const end = await get({ startFromHead: true, nextToken: rest.nextForwardToken });
    expect([end.messages, end.nextForwardToken]).toEqual(['', rest.nextForwardToken]);
  });

  it('returns the events of a time range, without its end', async () => {
    expect((await get({ startTime: NOON + 2_000, endTime: NOON + 5_000 })).messages).toBe('cde');
  });
});

describe('FilterLogEvents', () => {
  beforeAll(async () => {
    await test.put('web', 'one', ['1', '3']);
    await test.put('web', 'two', ['2']);
  });

  it('returns the events of all streams or of some by time, page by page', async () => {
    const pages: string[] = [];
    for await (const { events = [] } of paginateFilterLogEvents(
      { client: test.client, pageSize: 2 },
      { logGroupName: 'web' },
    )) {
      pages.push(events.map(({ message, logStreamName }) => `${logStreamName}:${message}`).join());
    }
    expect(pages).toEqual(['one:1,two:2', 'one:3']);
    expect(await filter('', { logGroupName: 'web', logStreamNames: ['two'] })).toEqual(['2']);
    expect(await filter('', { logGroupName: 'web', logStreamNamePrefix: 'o' })).toEqual(['1', '3']);
    await expect(filter('', { logGroupName: 'web', logStreamNames: ['none'] })).rejects.toThrow('does not exist');
  });

  it.each([
    ['ERROR', [0, 1]],
    ['ERROR timeout', [0]],
    ['"ERROR 500"', [1]],
    ['?timeout ?started', [0, 2]],
    ['ERROR -timeout', [1]],
    ['TERROR', []],
    ['%E?RR[A-Z]R [0-9]+%', [1]],
    ['{ $.level = "WARN" }', [3]],
    ['{ $.level = "W*" && $.n > 3 }', [3]],
    ['{ $.n <= 3 || $.tags[1] = b }', [3]],
    ['{ ($.n != 4) && $.level = * }', [4]],
    ['{ $.tags[*] = "c" }', []],
    ['{ $.user.id NOT EXISTS && $.level EXISTS }', 'Invalid metric filter pattern'],
    ['{ $.user.id NOT EXISTS }', [3]],
    ['{ $.user.id IS NULL }', [4]],
    ['{ $.ok IS TRUE }', [3]],
    ['{ $.level = %^W% }', [3]],
    ['{ $.level = "WARN" ', 'Invalid metric filter pattern'],
    ['[ip, user]', 'does not support filter patterns for space-delimited fields'],
    ['?a b', 'does not support ?terms together with other terms'],
    ['time-out', 'Invalid character(s) in term'],
  ])('understands the filter pattern %s', async (pattern, expected) => {
    const lines = [
      'ERROR timeout',
      'an ERROR 500',
      'started',
      '{"level":"WARN","n":4,"ok":true,"tags":["a","b"]}',
      '{"level":"INFO","n":5,"user":{"id":null}}',
    ];
    await test.put(`patterns ${pattern}`.replace(/[^\w]/g, '.'), 'one', lines);
    const found = filter(pattern, { logGroupName: `patterns ${pattern}`.replace(/[^\w]/g, '.') });
    if (typeof expected === 'string') await expect(found).rejects.toThrow(expected);
    else expect(await found).toEqual(expected.map((index) => lines[index]));
  });
});
