import { GetRecordsCommand, GetShardIteratorCommand, KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import { Endpoint, provision } from '../../support/endpoint';
import { publishedBy } from '../../support/published';

const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';
const SHARD = 'shardId-000000000000';

let endpoint: Endpoint;
let kinesis: Kinesis;
let client: KinesisClient;
let now: number;

const put = (sizes: readonly number[]) =>
  client.send(
    new PutRecordsCommand({
      StreamName: 'events',
      Records: sizes.map((size) => ({ PartitionKey: 'k', Data: Buffer.alloc(size) })),
    }),
  );

const named = (name: string, unit = 'Count') => `AWS/Kinesis ${name}{StreamName=events} ${unit}`;
const AGE = named('GetRecords.IteratorAgeMilliseconds', 'Milliseconds');

beforeEach(async () => {
  now = Date.now();
  endpoint = await Endpoint.open();
  kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults, () => now));
  await provision(kinesis, 'AWS::Kinesis::Stream', { Name: 'events', ShardCount: 1 });
  client = new KinesisClient({ ...endpoint.clientConfig(), requestHandler: new NodeHttpHandler() });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

it('publishes zeros of a stream that stands still', async () => {
  expect(await publishedBy(kinesis)).toEqual({
    [named('IncomingRecords')]: [0],
    [named('IncomingBytes', 'Bytes')]: [0],
    [named('WriteProvisionedThroughputExceeded')]: [0],
    [named('PutRecords.ThrottledRecords')]: [0],
  });
});

it('counts the records that came in, with their keys in their bytes', async () => {
  await put([10, 20]);
  await kinesis.operations['PutRecord']?.({ StreamName: 'events', PartitionKey: 'k', Data: 'e30=' });
  expect(await publishedBy(kinesis)).toMatchObject({
    [named('IncomingRecords')]: [3],
    [named('IncomingBytes', 'Bytes')]: [35],
    [named('PutRecords.Success')]: [1],
  });
});

it('counts what a shard has no room for as throttled and not as incoming', async () => {
  await put([600_000, 600_000]);
  const one = { StreamName: 'events', PartitionKey: 'k', Data: Buffer.alloc(600_000).toString('base64') };
  expect(() => kinesis.operations['PutRecord']?.(one)).toThrow('Rate exceeded');
  expect(await publishedBy(kinesis)).toMatchObject({
    [named('IncomingRecords')]: [1],
    [named('WriteProvisionedThroughputExceeded')]: [2],
    [named('PutRecords.ThrottledRecords')]: [1],
    [named('PutRecords.Success')]: [1],
  });
});

it('counts the throttles that faults bring about, of a record and of a call', async () => {
  endpoint.faults.set('kinesis', { partial: 1 });
  await put([1, 1, 1]);
  endpoint.faults.set('kinesis', { throttle: 1 });
  await expect(put([1])).rejects.toThrow('Told to throttle');
  expect(await publishedBy(kinesis)).toMatchObject({
    [named('IncomingRecords')]: [0],
    [named('WriteProvisionedThroughputExceeded')]: [4],
    [named('PutRecords.Success')]: [0],
  });
});

it('tells how old the last record of each read was, by whomever it was read', async () => {
  await put([1]);
  now += 1_000;
  await put([1]);
  now += 500;
  await kinesis.read(ARN, SHARD, undefined, 1);
  const start = { StreamName: 'events', ShardId: SHARD, ShardIteratorType: 'TRIM_HORIZON' as const };
  const { ShardIterator } = await client.send(new GetShardIteratorCommand(start));
  const { NextShardIterator } = await client.send(new GetRecordsCommand({ ShardIterator }));
  await client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
  expect((await publishedBy(kinesis))[AGE]).toEqual([1_500, 500, 0]);
});
