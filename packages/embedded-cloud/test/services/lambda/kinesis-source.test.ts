import type { KinesisStreamEvent } from 'aws-lambda';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import type { JsonObject } from '../../../src/core/service';
import type { Lambda } from '../../../src/services/lambda/lambda';
import { addFunction, addLambda, eventually, FakeStores, jsonLines } from '../../support/compute';
import { Endpoint, provision } from '../../support/endpoint';

const DEAD_LETTERS = 'arn:aws:s3:::dead-letters';

let endpoint: Endpoint;
let kinesis: Kinesis;
let lambda: Lambda;
let stores: FakeStores;
let streamArn: string;
let seenFile: string;

/** Notes each batch in a file, one JSON line of its records' texts, and then runs `body`. */
const handler = (body = '') => `
  const { appendFileSync, existsSync } = require('node:fs');
  exports.handler = async (event) => {
    const texts = event.Records.map(({ kinesis }) => Buffer.from(kinesis.data, 'base64').toString());
    appendFileSync(process.env.SEEN, JSON.stringify(texts) + '\\n');
    const sequenceOf = (text) => event.Records[texts.indexOf(text)].kinesis.sequenceNumber;
    ${body}
  };`;

const seen = () => jsonLines(seenFile) as string[][];

const put = (...texts: string[]) => {
  // The key of `a:1` is a.
  const Records = texts.map((text) => ({
    PartitionKey: text.split(':')[0],
    Data: Buffer.from(text).toString('base64'),
  }));
  void kinesis.operations['PutRecords']?.({ StreamName: 'events', Records });
};

const bringUp = async (
  mapping: Record<string, unknown> = {},
  body?: string,
  stream: JsonObject = { ShardCount: 1 },
) => {
  kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults));
  lambda = addLambda(endpoint, { streams: kinesis, stores });
  const { attributes } = await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ...stream });
  streamArn = attributes['Arn'] ?? '';
  await addFunction(endpoint, lambda, 'reader', handler(body), { Environment: { Variables: { SEEN: seenFile } } });
  return provision(lambda, 'AWS::Lambda::EventSourceMapping', {
    FunctionName: 'reader',
    EventSourceArn: streamArn,
    StartingPosition: 'TRIM_HORIZON',
    ...mapping,
  });
};

const caughtUp = () => eventually(() => lambda.caughtUp(streamArn));
beforeEach(async () => {
  endpoint = await Endpoint.open();
  seenFile = join(endpoint.surroundings.stateDir, 'seen.jsonl');
  stores = new FakeStores();
});

afterEach(() => endpoint.close());

it('hands over the event that Lambda hands over', async () => {
  await bringUp({}, `appendFileSync(process.env.SEEN, JSON.stringify([JSON.stringify(event)]) + '\\n');`);
  put('é:1');
  lambda.start();
  await caughtUp();
  const event = JSON.parse(seen()[1]?.[0] ?? '') as KinesisStreamEvent;
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
    eventSourceARN: streamArn,
  });
  expect(Math.abs((record?.kinesis.approximateArrivalTimestamp ?? 0) * 1000 - Date.now())).toBeLessThan(10_000);
});

it('keeps the order of each key while lanes run side by side', async () => {
  await bringUp(
    { BatchSize: 7, ParallelizationFactor: 4 },
    'await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));',
    { ShardCount: 2 },
  );
  lambda.start();
  const expected: string[] = [];
  for (let round = 0; round < 20; round += 1) {
    const texts = Array.from({ length: 12 }, (_, key) => `key${key}:${round}`);
    expected.push(...texts);
    put(...texts);
    await delay(2);
  }
  await caughtUp();
  expect(groupByKey(seen().flat())).toEqual(groupByKey(expected));
});

it('reads parents to their end before their children', async () => {
  await bringUp({ BatchSize: 10, ParallelizationFactor: 2 }, undefined, { ShardCount: 2 });
  const expected = Array.from({ length: 50 }, (_, index) => `key${index % 5}:${index}`);
  put(...expected.slice(0, 20));
  lambda.start();
  kinesis.reshard('events', 3);
  put(...expected.slice(20, 40));
  await delay(20);
  kinesis.reshard('events', 2);
  put(...expected.slice(40));
  await caughtUp();
  const all = seen().flat();
  expect(all).toHaveLength(50);
  expect(groupByKey(all)).toEqual(groupByKey(expected));
});

it('sends the one poison record to S3 with its payload, having bisected, and processes all others', async () => {
  const { ref } = await bringUp(
    {
      BatchSize: 100,
      BisectBatchOnFunctionError: true,
      MaximumRetryAttempts: 2,
      DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } },
    },
    `if (texts.includes('a:13')) throw new Error('poison');
     appendFileSync(process.env.SEEN, JSON.stringify(texts.map((text) => 'done ' + text)) + '\\n');`,
  );
  const texts = Array.from({ length: 32 }, (_, index) => `a:${index}`);
  put(...texts);
  lambda.start();
  await caughtUp();
  const done = seen()
    .flat()
    .filter((text) => text.startsWith('done '));
  expect(done).toEqual(texts.filter((text) => text !== 'a:13').map((text) => `done ${text}`));
  // 32, 16, 8, 4, 2 and 1 by halving; then two retries of the one.
  expect(seen().filter((batch) => batch.includes('a:13'))).toHaveLength(8);
  expect(stores.objects).toHaveLength(1);
  const [object] = stores.objects;
  const key = new RegExp(
    `^aws/lambda/${ref}/shardId-0{12}/\\d{4}/\\d\\d/\\d\\d/\\d{4}-\\d\\d-\\d\\dT\\d\\d\\.\\d\\d\\.\\d\\d-[0-9a-f-]{36}$`,
  );
  expect(object).toMatchObject({ bucket: 'dead-letters', key: expect.stringMatching(key) as string });
  const document = JSON.parse(object?.body ?? '') as Record<string, unknown>;
  expect(document).toMatchObject({
    requestContext: { condition: 'RetryAttemptsExhausted', approximateInvokeCount: 8 },
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    version: '1.0',
    KinesisBatchInfo: { shardId: 'shardId-000000000000', batchSize: 1, streamArn },
  });
  const { Records } = JSON.parse(String(document['payload'])) as KinesisStreamEvent;
  expect(Records.map(({ kinesis: { data } }) => Buffer.from(data, 'base64').toString())).toEqual(['a:13']);
});

it('sends metadata alone to a queue', async () => {
  const Destination = 'arn:aws:sqs:us-east-1:000000000000:given-up';
  await bringUp(
    { MaximumRetryAttempts: 0, DestinationConfig: { OnFailure: { Destination } } },
    `throw new Error('no');`,
  );
  put('a:1', 'a:2');
  lambda.start();
  await caughtUp();
  expect(stores.sent.map(({ queueArn }) => queueArn)).toEqual([Destination]);
  const document = JSON.parse(stores.sent[0]?.body ?? '') as Record<string, unknown>;
  expect(document).toHaveProperty('KinesisBatchInfo.batchSize', 2);
  expect(document).not.toHaveProperty('payload');
});

it('resumes at the lowest record that a partial batch response names', async () => {
  await bringUp(
    { FunctionResponseTypes: ['ReportBatchItemFailures'] },
    `if (texts.length === 5) return { batchItemFailures: [{ itemIdentifier: sequenceOf('a:4') }, { itemIdentifier: sequenceOf('a:2') }] };
     return texts.length === 3 ? { batchItemFailures: [{ itemIdentifier: sequenceOf('a:3') }] } : null;`,
  );
  put('a:1', 'a:2', 'a:3', 'a:4', 'a:5');
  await delay(2);
  lambda.start();
  await caughtUp();
  expect(seen()).toEqual([
    ['a:1', 'a:2', 'a:3', 'a:4', 'a:5'],
    ['a:2', 'a:3', 'a:4', 'a:5'],
  ]);
});

it.each([
  ['an empty identifier', `{ batchItemFailures: [{ itemIdentifier: '' }] }`],
  ['another key', `{ batchItemFailures: [{ id: sequenceOf('a:2') }] }`],
  ['an unknown identifier', `{ batchItemFailures: [{ itemIdentifier: '7' }] }`],
])('takes a response with %s for a failure of the whole batch', async (_, response) => {
  await bringUp({ FunctionResponseTypes: ['ReportBatchItemFailures'], MaximumRetryAttempts: 1 }, `return ${response};`);
  put('a:1', 'a:2');
  lambda.start();
  await caughtUp();
  expect(seen()).toEqual([
    ['a:1', 'a:2'],
    ['a:1', 'a:2'],
  ]);
});

it('gives a batch up when its retries are used up, and goes on with the next', async () => {
  await bringUp(
    { BatchSize: 2, MaximumRetryAttempts: 1, DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } } },
    `if (texts.includes('a:2')) throw new Error('no');`,
  );
  put('a:1', 'a:2', 'a:3', 'a:4');
  lambda.start();
  await caughtUp();
  expect(seen()).toEqual([
    ['a:1', 'a:2'],
    ['a:1', 'a:2'],
    ['a:3', 'a:4'],
  ]);
  expect(JSON.parse(stores.objects[0]?.body ?? '')).toHaveProperty('KinesisBatchInfo.batchSize', 2);
});

it('discards what has grown too old, and tells for how long the oldest waits', async () => {
  await bringUp(
    { MaximumRecordAgeInSeconds: 1, DestinationConfig: { OnFailure: { Destination: DEAD_LETTERS } } },
    `throw new Error('always');`,
  );
  put('a:1');
  lambda.start();
  await delay(300);
  const [progress] = await lambda.progress();
  expect(progress?.shards[0]?.checkpoint).toBeUndefined();
  expect(progress?.shards[0]?.iteratorAgeMs).toBeGreaterThanOrEqual(290);
  expect(lambda.caughtUp(streamArn)).toBe(false);
  await caughtUp();
  expect(JSON.parse(stores.objects[0]?.body ?? '')).toHaveProperty(
    'requestContext.condition',
    'MaximumRecordAgeExceeded',
  );
  expect((await lambda.progress())[0]?.shards[0]?.iteratorAgeMs).toBe(0);
});

it('resumes from the checkpoint after a restart, though the function failed until then', async () => {
  const gate = join(endpoint.surroundings.stateDir, 'gate');
  const body = `if (texts.includes('a:3') && !existsSync(${JSON.stringify(gate)})) throw new Error('not yet');`;
  await bringUp({ BatchSize: 2 }, body);
  put('a:1', 'a:2', 'a:3', 'a:4');
  lambda.start();
  await eventually(() => seen().length > 3);
  await lambda.stop();
  await kinesis.stop();
  const before = seen().length;
  writeFileSync(gate, '');
  await bringUp({ BatchSize: 2 }, body);
  put('a:5');
  lambda.start();
  await caughtUp();
  expect(seen().slice(before).flat()).toEqual(['a:3', 'a:4', 'a:5']);
});

it('starts at the newest record for LATEST, and keeps that position after a restart', async () => {
  await bringUp({ StartingPosition: 'LATEST' });
  put('a:old');
  lambda.start();
  put('a:1');
  await caughtUp();
  await lambda.stop();
  await kinesis.stop();
  await bringUp({ StartingPosition: 'LATEST' });
  put('a:2');
  lambda.start();
  await caughtUp();
  expect(seen().flat()).toEqual(['a:1', 'a:2']);
});

it('starts at a timestamp', async () => {
  kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults));
  await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ShardCount: 1 });
  put('a:before');
  await kinesis.stop();
  await delay(5);
  await bringUp({ StartingPosition: 'AT_TIMESTAMP', StartingPositionTimestamp: Date.now() / 1000 });
  put('a:after');
  lambda.start();
  await caughtUp();
  expect(seen().flat()).toEqual(['a:after']);
});

it('waits for the batching window to fill a batch', async () => {
  await bringUp({ BatchSize: 100, MaximumBatchingWindowInSeconds: 0.2 });
  lambda.start();
  for (let index = 0; index < 5; index += 1) {
    put(`a:${index}`);
    await delay(10);
  }
  expect(seen()).toEqual([]);
  await caughtUp();
  expect(seen()).toHaveLength(1);
});

it('keeps a batch within the payload that Lambda takes', async () => {
  await bringUp({ BatchSize: 100 }, undefined, { StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  for (let index = 0; index < 8; index += 1) put(`a:${'x'.repeat(900_000)}`);
  lambda.start();
  await caughtUp();
  expect(seen().map((batch) => batch.length)).toEqual([5, 3]);
});

it('delivers a batch twice when told to', async () => {
  await bringUp();
  endpoint.faults.set('lambda', { deliverTwice: 1 });
  put('a:1');
  lambda.start();
  await caughtUp();
  expect(seen()).toEqual([['a:1'], ['a:1']]);
});

it('stalls while the stream is told to fail, and catches up afterwards', async () => {
  await bringUp();
  endpoint.faults.set('kinesis', { throttle: 1 });
  lambda.start();
  put('a:1');
  await delay(100);
  expect(seen()).toEqual([]);
  expect((await lambda.progress())[0]?.shards[0]?.iteratorAgeMs).toBeGreaterThan(90);
  endpoint.faults.clear();
  await caughtUp();
  expect(seen()).toEqual([['a:1']]);
});

it.each([
  ['FilterCriteria', { FilterCriteria: { Filters: [{ Pattern: '{}' }] } }],
  ['TumblingWindowInSeconds', { TumblingWindowInSeconds: 30 }],
])('refuses %s, and says so', async (name, properties) => {
  await expect(bringUp(properties)).rejects.toThrow(name);
});

const groupByKey = (texts: readonly string[]): Map<string, string[]> => {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const key = text.split(':')[0] ?? '';
    groups.set(key, [...(groups.get(key) ?? []), text]);
  }
  return groups;
};
