import {
  DescribeQueriesCommand,
  GetQueryResultsCommand,
  StartQueryCommand,
  StopQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { until } from '../../support/until';
import { NOON, TestLogs } from './test-logs';

const LINES = [
  { level: 'INFO', step: 'load', ms: 10, ok: true },
  { level: 'ERROR', step: 'load', ms: 30, error: { name: 'Timeout' } },
  { level: 'INFO', step: 'send', ms: 20, tags: ['x', 'y'] },
  { level: 'WARN', step: 'send', ms: 45.5, ok: false },
].map((line) => JSON.stringify(line));
const ID = '0a8dba1f-9d3b-4a7d-8b2f-0123456789ab';
const REPORT = `REPORT RequestId: ${ID}\tDuration: 12.34 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\t`;

let test: TestLogs;
beforeAll(async () => {
  test = await TestLogs.open();
  await test.put('app', 'one', [...LINES, 'user=ann took 7 ms', REPORT]);
});
afterAll(() => test.close());

const start = async (queryString: string, input: object = {}) => {
  const range = { startTime: NOON / 1_000, endTime: NOON / 1_000 + 60 };
  const command = new StartQueryCommand({ logGroupName: 'app', ...range, queryString, ...input });
  return (await test.client.send(command)).queryId ?? '';
};

const run = async (queryString: string, input: object = {}) => {
  const queryId = await start(queryString, input);
  const get = () => test.client.send(new GetQueryResultsCommand({ queryId }));
  await until(async () => (await get()).status !== 'Running');
  return get();
};

/** The rows of a query, without pointers to events. */
const rows = async (queryString: string): Promise<unknown[]> => {
  const { results = [] } = await run(queryString);
  return results.map((row) => {
    const shown = row.filter(({ field }) => field !== '@ptr');
    return Object.fromEntries(shown.map(({ field = '', value }): [string, unknown] => [field, value]));
  });
};

describe('Logs Insights', () => {
  it('returns time, message and pointer of the newest events by default', async () => {
    const { results, statistics, status } = await run('limit 1');
    expect(status).toBe('Complete');
    expect(results).toEqual([
      [
        { field: '@timestamp', value: '2026-11-30 12:00:05.000' },
        { field: '@message', value: REPORT },
        { field: '@ptr', value: expect.any(String) as unknown },
      ],
    ]);
    expect(statistics).toMatchObject({ recordsMatched: 6, recordsScanned: 6, logGroupsScanned: 1 });
  });

  it.each([
    ['fields level, ms | filter level = "ERROR"', [{ level: 'ERROR', ms: '30' }]],
    ['fields ms | filter ms > 15 and ms <= 30 | sort ms asc', [{ ms: '20' }, { ms: '30' }]],
    ['fields step | filter level in ["WARN", "ERROR"]', [{ step: 'send' }, { step: 'load' }]],
    ['fields ms | filter ispresent(ms) and level not in ["INFO"] and not (step = "load")', [{ ms: '45.5' }]],
    ['filter @message like /(?i)USER=/ | display @logStream', [{ '@logStream': 'one' }]],
    ['filter @message like "took" | display @message', [{ '@message': 'user=ann took 7 ms' }]],
    ['filter @message =~ /took \\d+ ms/ | fields strlen(@message) as length', [{ length: '18' }]],
    ['filter error.name = "Timeout" | fields error.name, tags.0', [{ 'error.name': 'Timeout' }]],
    ['filter tags.1 = "y" | fields tags.0', [{ 'tags.0': 'x' }]],
    ['filter ok = 1 | fields ok, ms * 2 + 1 as twice', [{ ok: '1', twice: '21' }]],
    ['filter ispresent(ok) # a comment | limit 0\n| stats count(*)', [{ 'count(*)': '2' }]],
    ['filter ms / 2 = 5 | fields concat(step, "-", level) as name', [{ name: 'load-INFO' }]],
    [
      'parse @message "user=* took * ms" as user, took | filter ispresent(user) | display user, took',
      [{ user: 'ann', took: '7' }],
    ],
    ['parse @message /user=(?<user>\\w+)/ | filter user = "ann" | fields user', [{ user: 'ann' }]],
    [
      'filter @type = "REPORT" | fields @requestId, @duration, @billedDuration, @memorySize',
      [{ '@requestId': ID, '@duration': '12.34', '@billedDuration': '13', '@memorySize': '128000000' }],
    ],
    [
      'stats count(*), sum(ms), avg(ms), min(ms), max(ms), pct(ms, 50)',
      [
        {
          'count(*)': '6',
          'sum(ms)': '105.5',
          'avg(ms)': '26.375',
          'min(ms)': '10',
          'max(ms)': '45.5',
          'pct(ms, 50)': '20',
        },
      ],
    ],
    [
      'filter ispresent(step) | stats count(*) as n, max(ms) - min(ms) as spread by step | sort step desc',
      [
        { step: 'send', n: '2', spread: '25.5' },
        { step: 'load', n: '2', spread: '20' },
      ],
    ],
    [
      'stats count(*) as n by bin(4s) | sort n desc',
      [
        { 'bin(4s)': '2026-11-30 12:00:00.000', n: '4' },
        { 'bin(4s)': '2026-11-30 12:00:04.000', n: '2' },
      ],
    ],
    [
      'stats latest(level) as last, earliest(level) as first, count_distinct(step) as steps',
      [{ last: 'WARN', first: 'INFO', steps: '2' }],
    ],
    ['filter ispresent(step) | dedup step | display step', [{ step: 'send' }, { step: 'load' }]],
    ['stats count(*) as n by level | filter n > 1 | display level', [{}, { level: 'INFO' }]],
  ])('answers %s', async (query, expected) => {
    expect(await rows(query)).toEqual(expected);
  });

  it('counts nothing when no event is in the time range', async () => {
    const { results } = await run('stats count(*) as n', { startTime: 0, endTime: 1 });
    expect(results).toEqual([[{ field: 'n', value: '0' }]]);
  });

  it.each([
    ['pattern @message', 'supports fields, display, filter, parse, stats, sort, limit, dedup, not "pattern"'],
    ['fields urlDecode(x)', 'does not support the function urldecode()'],
    ['filter level =', 'unexpected symbol'],
    ['filter count(*) > 1', 'only allowed in stats'],
    ['limit 0', 'limit must be between 1 and 10000'],
  ])('refuses %s', async (query, message) => {
    await expect(start(query)).rejects.toMatchObject({
      name: 'MalformedQueryException',
      message: expect.stringContaining(message) as unknown,
    });
  });

  it('refuses other languages and unknown log groups', async () => {
    await expect(start('SELECT 1', { queryLanguage: 'SQL' })).rejects.toThrow('does not support the language SQL');
    await expect(start('limit 1', { logGroupName: 'none' })).rejects.toThrow('log group does not exist');
  });

  it('lists queries, and stops only a running one', async () => {
    await run('limit 3');
    const { queries = [] } = await test.client.send(new DescribeQueriesCommand({ logGroupName: 'app', maxResults: 1 }));
    expect(queries).toMatchObject([{ queryString: 'limit 3', status: 'Complete', logGroupName: 'app' }]);
    const stopped = test.client.send(new StopQueryCommand({ queryId: queries[0]?.queryId }));
    await expect(stopped).rejects.toThrow('has already ended');
  });
});
