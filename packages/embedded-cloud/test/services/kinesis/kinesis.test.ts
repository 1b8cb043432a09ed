import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  GetRecordsCommand,
  type GetRecordsCommandOutput,
  GetShardIteratorCommand,
  type GetShardIteratorCommandInput,
  KinesisClient,
  ListShardsCommand,
  ListStreamsCommand,
  MergeShardsCommand,
  PutRecordCommand,
  PutRecordsCommand,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Kinesis } from '../../../src/services/kinesis/kinesis';
import { Endpoint, provision } from '../../support/endpoint';

const STREAM = 'AWS::Kinesis::Stream';
const ARN = 'arn:aws:kinesis:us-east-1:000000000000:stream/events';

let endpoint: Endpoint;
let kinesis: Kinesis;
let client: KinesisClient;
let now = Date.now();

const bringUp = async (properties: Record<string, unknown> = {}) => {
  kinesis = endpoint.add(new Kinesis(endpoint.surroundings, endpoint.faults, () => now));
  await provision(kinesis, STREAM, { Name: 'events', ShardCount: 1, ...properties });
};

const put = (...keys: string[]) =>
  client.send(
    new PutRecordsCommand({
      StreamName: 'events',
      Records: keys.map((key) => ({ PartitionKey: key, Data: Buffer.from(`data of ${key}`) })),
    }),
  );

const iterator = async (start: Partial<GetShardIteratorCommandInput>, shard = 0) => {
  const ShardId = `shardId-${String(shard).padStart(12, '0')}`;
  const input = { StreamARN: ARN, ShardId, ShardIteratorType: 'TRIM_HORIZON' as const, ...start };
  return (await client.send(new GetShardIteratorCommand(input))).ShardIterator;
};

const read = async (start: Partial<GetShardIteratorCommandInput> = {}, shard = 0) =>
  client.send(new GetRecordsCommand({ ShardIterator: await iterator(start, shard) }));

const keysOf = (answer: Pick<GetRecordsCommandOutput, 'Records'>) =>
  (answer.Records ?? []).map(({ PartitionKey }) => PartitionKey);

beforeEach(async () => {
  now = Date.now();
  endpoint = await Endpoint.open();
  client = new KinesisClient({ ...endpoint.clientConfig(), requestHandler: new NodeHttpHandler() });
});

afterEach(async () => {
  client.destroy();
  await endpoint.close();
});

it('gives back what was put, in order, with data, key and time of arrival', async () => {
  await bringUp();
  await client.send(new PutRecordCommand({ StreamName: 'events', PartitionKey: 'é', Data: Buffer.from([0, 255]) }));
  await put('b', 'c');
  const { Records = [], MillisBehindLatest } = await read();
  expect(keysOf({ Records })).toEqual(['é', 'b', 'c']);
  expect(Buffer.from(Records[0]?.Data ?? [])).toEqual(Buffer.from([0, 255]));
  expect(Math.abs((Records[0]?.ApproximateArrivalTimestamp?.getTime() ?? 0) - now)).toBeLessThan(5);
  expect(MillisBehindLatest).toBe(0);
});

it('starts where each type of iterator says', async () => {
  await bringUp();
  await put('a');
  now += 1_000;
  const second = (await put('b')).Records?.[0]?.SequenceNumber;
  now += 1_000;
  const latest = await iterator({ ShardIteratorType: 'LATEST' });
  await put('c');
  expect(keysOf(await client.send(new GetRecordsCommand({ ShardIterator: latest })))).toEqual(['c']);
  expect(keysOf(await read({ ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: second }))).toEqual([
    'b',
    'c',
  ]);
  expect(keysOf(await read({ ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: second }))).toEqual([
    'c',
  ]);
  expect(keysOf(await read({ ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(now - 1_000) }))).toEqual([
    'b',
    'c',
  ]);
});

it('tells a reader that stops short how far behind it is', async () => {
  await bringUp();
  await put('a', 'b');
  now += 5_000;
  const { NextShardIterator, MillisBehindLatest } = await client.send(
    new GetRecordsCommand({ ShardIterator: await iterator({}), Limit: 1 }),
  );
  expect(MillisBehindLatest).toBeGreaterThanOrEqual(5_000);
  const rest = await client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
  expect(keysOf(rest)).toEqual(['b']);
});

it('refuses an iterator that is older than five minutes', async () => {
  await bringUp();
  const old = await iterator({});
  now += 301_000;
  await expect(client.send(new GetRecordsCommand({ ShardIterator: old }))).rejects.toMatchObject({
    name: 'ExpiredIteratorException',
  });
});

it('starts on demand with four shards that share the hash keys, and routes by MD5 or by an explicit hash', async () => {
  await bringUp({ ShardCount: undefined, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  const { Shards = [] } = await client.send(new ListShardsCommand({ StreamName: 'events' }));
  expect(Shards.map(({ HashKeyRange }) => HashKeyRange?.StartingHashKey)).toEqual(
    [0n, 1n, 2n, 3n].map((quarter) => ((quarter << 128n) / 4n).toString()),
  );
  expect(Shards.at(-1)?.HashKeyRange?.EndingHashKey).toBe((2n ** 128n - 1n).toString());
  const explicit = new PutRecordCommand({
    StreamARN: ARN,
    PartitionKey: 'a',
    ExplicitHashKey: '0',
    Data: Buffer.from(''),
  });
  expect((await client.send(explicit)).ShardId).toBe('shardId-000000000000');
  // MD5('a') begins with 0c, MD5('b') with 92.
  expect((await put('a', 'b')).Records?.map(({ ShardId }) => ShardId)).toEqual([
    'shardId-000000000000',
    'shardId-000000000002',
  ]);
});

it('refuses too many records, too large a record and an unknown stream', async () => {
  await bringUp();
  const many = Array.from({ length: 501 }, () => ({ PartitionKey: 'a', Data: Buffer.from('x') }));
  const send = (Records: typeof many, StreamName = 'events') =>
    client.send(new PutRecordsCommand({ StreamName, Records }));
  await expect(send(many)).rejects.toMatchObject({ name: 'ValidationException' });
  const large = [{ PartitionKey: 'a', Data: Buffer.alloc(1024 * 1024) }];
  await expect(send(large)).rejects.toMatchObject({ name: 'ValidationException' });
  await expect(send(many.slice(0, 1), 'other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

it('refuses some entries of a batch when told to, and takes the others', async () => {
  await bringUp();
  endpoint.faults.set('kinesis', { partial: 0.5 });
  const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
  const { FailedRecordCount = 0, Records = [] } = await put(...keys);
  const taken = keys.filter((_, index) => Records[index]?.SequenceNumber !== undefined);
  expect(FailedRecordCount).toBe(100 - taken.length);
  expect(FailedRecordCount).toBeGreaterThan(0);
  expect(Records.find(({ ErrorCode }) => ErrorCode)?.ErrorCode).toBe('ProvisionedThroughputExceededException');
  expect(keysOf(await read())).toEqual(taken);
});

it('takes a thousand records a second into a provisioned shard, and no more', async () => {
  await bringUp();
  const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);
  expect((await put(...keys)).FailedRecordCount).toBe(0);
  expect((await put(...keys)).FailedRecordCount).toBe(0);
  expect((await put(...keys)).FailedRecordCount).toBe(500);
  now += 1_000;
  expect((await put(...keys)).FailedRecordCount).toBe(0);
});

it('splits a shard: the parent ends, its children take on, and sequence numbers go on rising', async () => {
  await bringUp();
  const before = (await put('a', 'b')).Records ?? [];
  const NewStartingHashKey = (1n << 127n).toString();
  await client.send(
    new SplitShardCommand({ StreamName: 'events', ShardToSplit: 'shardId-000000000000', NewStartingHashKey }),
  );
  const after = (await put('a', 'b')).Records ?? [];
  expect(after.map(({ ShardId }) => ShardId)).toEqual(['shardId-000000000001', 'shardId-000000000002']);
  const sequences = [...before, ...after].map(({ SequenceNumber }) => BigInt(SequenceNumber ?? 0));
  expect(sequences).toEqual([...sequences].sort((a, b) => (a < b ? -1 : 1)));
  const parent = await read();
  expect(keysOf(parent)).toEqual(['a', 'b']);
  expect(parent.NextShardIterator).toBeUndefined();
  expect(parent.ChildShards?.map(({ ParentShards }) => ParentShards)).toEqual([
    ['shardId-000000000000'],
    ['shardId-000000000000'],
  ]);
});

it('merges adjacent shards under two parents, and refuses others', async () => {
  await bringUp({ ShardCount: 3 });
  const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
    client.send(new MergeShardsCommand({ StreamName: 'events', ShardToMerge, AdjacentShardToMerge }));
  await expect(merge('shardId-000000000000', 'shardId-000000000002')).rejects.toMatchObject({
    name: 'InvalidArgumentException',
  });
  await merge('shardId-000000000000', 'shardId-000000000001');
  const { StreamDescription } = await client.send(new DescribeStreamCommand({ StreamName: 'events' }));
  expect(StreamDescription?.Shards?.at(-1)).toMatchObject({
    ParentShardId: 'shardId-000000000000',
    AdjacentParentShardId: 'shardId-000000000001',
    HashKeyRange: { StartingHashKey: '0', EndingHashKey: ((2n << 128n) / 3n - 1n).toString() },
  });
});

it.each([
  [2, 4],
  [4, 3],
  [5, 3],
  [3, 6],
])('reshards from %i to %i equal ranges that cover every hash key once', async (from, to) => {
  await bringUp({ ShardCount: from });
  await client.send(
    new UpdateShardCountCommand({ StreamName: 'events', TargetShardCount: to, ScalingType: 'UNIFORM_SCALING' }),
  );
  const { Shards = [] } = await client.send(
    new ListShardsCommand({ StreamName: 'events', ShardFilter: { Type: 'AT_LATEST' } }),
  );
  const starts = Shards.map(({ HashKeyRange }) => BigInt(HashKeyRange?.StartingHashKey ?? 0));
  const expected = Array.from({ length: to }, (_, index) => (BigInt(index) << 128n) / BigInt(to));
  expect(starts.sort((a, b) => (a < b ? -1 : 1))).toEqual(expected);
  const { StreamDescriptionSummary } = await client.send(new DescribeStreamSummaryCommand({ StreamARN: ARN }));
  expect(StreamDescriptionSummary?.OpenShardCount).toBe(to);
});

it('keeps records, shards and the order of sequence numbers across a restart, and cuts a torn tail', async () => {
  await bringUp();
  const before = (await put('a', 'b')).Records ?? [];
  await kinesis.stop();
  const folder = join(endpoint.surroundings.stateDir, 'kinesis', 'events', 'shardId-000000000000');
  appendFileSync(join(folder, readdirSync(folder)[0] ?? ''), Buffer.from([0, 0, 1, 0, 7, 7]));
  now -= 60_000; // a clock that was set back
  await bringUp();
  const after = (await put('c')).Records ?? [];
  expect(keysOf(await read())).toEqual(['a', 'b', 'c']);
  expect(BigInt(after[0]?.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(before[1]?.SequenceNumber ?? 0));
  expect((await client.send(new ListStreamsCommand({}))).StreamNames).toEqual(['events']);
});

it('drops records past their retention, and with them the shards that are closed', async () => {
  await bringUp({ RetentionPeriodHours: 24 });
  await put('old');
  kinesis.reshard('events', 2);
  now += 12 * 3_600_000;
  await put('new');
  now += 13 * 3_600_000;
  kinesis.expire();
  const kept = await Promise.all(
    kinesis.shards(ARN).map(async ({ shardId }) => (await kinesis.read(ARN, shardId, undefined, 10)).records),
  );
  expect(kept.flat().map(({ partitionKey }) => partitionKey)).toEqual(['new']);
  expect(kept).toHaveLength(2);
});

it('reads across segments, and from the middle of a long shard, without a gap', async () => {
  await bringUp({ StreamModeDetails: { StreamMode: 'ON_DEMAND' }, ShardCount: undefined });
  const seen: string[] = [];
  for (let hour = 0; hour < 3; hour += 1) {
    for (let batch = 0; batch < 4; batch += 1) {
      await put(...Array.from({ length: 500 }, (_, index) => `${hour}-${batch}-${index}`));
    }
    now += 3_700_000; // past the age of a segment
  }
  for (const { shardId } of kinesis.shards(ARN)) {
    let after: string | undefined;
    for (;;) {
      const { records } = await kinesis.read(ARN, shardId, after, 97);
      if (records.length === 0) break;
      seen.push(...records.map(({ partitionKey }) => partitionKey));
      after = records.at(-1)?.sequenceNumber;
    }
  }
  expect(new Set(seen).size).toBe(6_000);
  expect(seen).toHaveLength(6_000);
});
