import type { KinesisStreamEvent } from 'aws-lambda';
import { NO_LIMITS } from '../../../src/core/limits';
import { until } from '../../support/until';
import { TestStreamReader } from './test-stream-reader';

let reader: TestStreamReader;

beforeEach(async () => {
  reader = await TestStreamReader.open();
});

afterEach(async () => {
  jest.restoreAllMocks();
  await reader.close();
});

describe('a Kinesis event source', () => {
  it('passes the event in the format of Lambda', async () => {
    await reader.declare({}, `appendFileSync(process.env.SEEN, JSON.stringify([JSON.stringify(event)]) + '\\n');`);
    reader.put('é:1');
    reader.lambda.start();
    await reader.caughtUp();
    const event = JSON.parse(reader.seen()[1]?.[0] ?? '') as KinesisStreamEvent;
    const [record] = event.Records;
    expect(record).toEqual({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey: 'é',
        sequenceNumber: expect.stringMatching(/^\d{21}$/) as string,
        data: Buffer.from('é:1').toString('base64'),
        approximateArrivalTimestamp: expect.any(Number) as number,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `shardId-000000000000:${record?.kinesis.sequenceNumber ?? ''}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: expect.stringMatching(/^arn:aws:iam::/) as string,
      awsRegion: 'us-east-1',
      eventSourceARN: reader.streamArn,
    });
    expect(Math.abs((record?.kinesis.approximateArrivalTimestamp ?? 0) * 1000 - Date.now())).toBeLessThan(600_000);
  });

  it('keeps the order of each key while lanes run in parallel', async () => {
    await reader.declare(
      { BatchSize: 7, ParallelizationFactor: 4 },
      'await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));',
      { ShardCount: 2 },
    );
    reader.lambda.start();
    const expected: string[] = [];
    for (let round = 0; round < 20; round += 1) {
      const texts = Array.from({ length: 12 }, (_, key) => `key${key}:${round}`);
      expected.push(...texts);
      reader.put(...texts);
      await until(() => reader.seen().length > round);
    }
    await reader.caughtUp();
    expect(groupByKey(reader.seen().flat())).toEqual(groupByKey(expected));
  });

  it('reads parent shards to the end before their children', async () => {
    await reader.declare({ BatchSize: 10, ParallelizationFactor: 2 }, '', { ShardCount: 2 });
    const expected = Array.from({ length: 50 }, (_, index) => `key${index % 5}:${index}`);
    reader.put(...expected.slice(0, 20));
    reader.lambda.start();
    reader.kinesis.reshard('events', 3);
    reader.put(...expected.slice(20, 40));
    await until(() => reader.seen().flat().length > 20);
    reader.kinesis.reshard('events', 2);
    reader.put(...expected.slice(40));
    await reader.caughtUp();
    const all = reader.seen().flat();
    expect(all).toHaveLength(50);
    expect(groupByKey(all)).toEqual(groupByKey(expected));
  });

  it('starts at the newest record for LATEST, and keeps that position after a restart', async () => {
    await reader.declare({ StartingPosition: 'LATEST' });
    reader.put('a:old');
    reader.lambda.start();
    reader.put('a:1');
    await reader.caughtUp();
    await reader.restart();
    await reader.declare({ StartingPosition: 'LATEST' });
    reader.put('a:2');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen().flat()).toEqual(['a:1', 'a:2']);
  });

  it('starts at a timestamp', async () => {
    await reader.declareStream();
    reader.put('a:before');
    const startsAt = Date.now() + 1;
    await reader.declareFunction({ StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: startsAt / 1000 });
    await until(() => Date.now() > startsAt);
    reader.put('a:after');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen().flat()).toEqual(['a:after']);
  });

  it('gathers records until the batch is full', async () => {
    await reader.declare({ BatchSize: 2, MaximumBatchingWindowInSeconds: 300 });
    const read = jest.spyOn(reader.kinesis, 'read');
    reader.lambda.start();
    reader.put('a:0');
    // A reader asks for the records after a:0 only when it has taken in a:0.
    await until(() => read.mock.calls.some(([, , afterSequence]) => afterSequence !== undefined));
    reader.put('a:1');
    await reader.caughtUp();
    expect(reader.seen()).toEqual([['a:0', 'a:1']]);
  });

  it('delivers a batch that is not full at the end of the batching window', async () => {
    await reader.declare({ BatchSize: 100, MaximumBatchingWindowInSeconds: 0.2 });
    reader.lambda.start();
    const putAt = Date.now();
    reader.put('a:0');
    await reader.caughtUp();
    expect(Date.now() - putAt).toBeGreaterThanOrEqual(195);
  });

  it('limits a batch to the payload size that Lambda accepts', async () => {
    await reader.close();
    reader = await TestStreamReader.open({ limits: NO_LIMITS }); // a shard accepts 1 MiB a second
    await reader.declare({ BatchSize: 100 });
    for (let index = 0; index < 8; index += 1) reader.put(`a:${'x'.repeat(900_000)}`);
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen().map((batch) => batch.length)).toEqual([5, 3]);
  });

  it('delivers a batch twice when the deliverTwice fault strikes', async () => {
    await reader.declare();
    reader.endpoint.faults.set('lambda', { deliverTwice: 1 });
    reader.put('a:1');
    reader.lambda.start();
    await reader.caughtUp();
    expect(reader.seen()).toEqual([['a:1'], ['a:1']]);
  });

  it('reads nothing while a fault throttles the stream, and catches up afterwards', async () => {
    await reader.declare();
    reader.endpoint.faults.set('kinesis', { throttle: 1 });
    const strikes = jest.spyOn(reader.endpoint.faults, 'strikes');
    reader.put('a:1');
    reader.lambda.start();
    await until(() => strikes.mock.results.some(({ value }) => value === true));
    await until(async () => ((await reader.progress())?.iteratorAgeMs ?? 0) > 0);
    expect(reader.seen()).toEqual([]);
    reader.endpoint.faults.clear();
    await reader.caughtUp();
    expect(reader.seen()).toEqual([['a:1']]);
  });

  it.each([
    ['FilterCriteria', { FilterCriteria: { Filters: [{ Pattern: '{}' }] } }],
    ['TumblingWindowInSeconds', { TumblingWindowInSeconds: 30 }],
  ])('rejects a mapping with %s and names the property', async (name, properties) => {
    await expect(reader.declare(properties)).rejects.toThrow(name);
  });
});

const groupByKey = (texts: readonly string[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const key = text.split(':')[0] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  return groups;
};
