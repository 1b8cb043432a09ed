import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  DescribeLimitsCommand,
  GetRecordsCommand,
  ListStreamsCommand,
  PutRecordCommand,
  PutRecordsCommand,
} from '@aws-sdk/client-kinesis';
import { keysOf, shardId, STREAM_ARN, TestStream } from './test-stream';

const ON_DEMAND = { ShardCount: undefined, StreamModeDetails: { StreamMode: 'ON_DEMAND' } };

let stream: TestStream;

afterEach(() => stream.close());

describe('an account', () => {
  it('reports how many on-demand streams and shards it has', async () => {
    stream = await TestStream.open(ON_DEMAND);
    expect(await stream.client.send(new DescribeLimitsCommand({}))).toMatchObject({
      ...{ OnDemandStreamCount: 1, OnDemandStreamCountLimit: 50, OpenShardCount: 4 },
    });
  });
});

describe('reading a stream', () => {
  beforeEach(async () => {
    stream = await TestStream.open();
  });

  it('returns the records in their order, with data, key and arrival time', async () => {
    const first = { StreamName: 'events', PartitionKey: 'é', Data: Buffer.from([0, 255]) };
    await stream.client.send(new PutRecordCommand(first));
    await stream.put('b', 'c');
    const { Records = [], MillisBehindLatest } = await stream.read();
    expect(keysOf({ Records })).toEqual(['é', 'b', 'c']);
    expect(Buffer.from(Records[0]?.Data ?? [])).toEqual(Buffer.from([0, 255]));
    expect(Records[0]?.ApproximateArrivalTimestamp?.getTime()).toBe(stream.now);
    expect(MillisBehindLatest).toBe(0);
  });

  it('starts at the position of each iterator type', async () => {
    await stream.put('a');
    stream.now += 1_000;
    const second = (await stream.put('b')).Records?.[0]?.SequenceNumber;
    stream.now += 1_000;
    const latest = await stream.iterator({ ShardIteratorType: 'LATEST' });
    await stream.put('c');
    expect(keysOf(await stream.client.send(new GetRecordsCommand({ ShardIterator: latest })))).toEqual(['c']);
    const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', StartingSequenceNumber: second } as const;
    expect(keysOf(await stream.read(at))).toEqual(['b', 'c']);
    const after = { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER', StartingSequenceNumber: second } as const;
    expect(keysOf(await stream.read(after))).toEqual(['c']);
    const atTime = { ShardIteratorType: 'AT_TIMESTAMP', Timestamp: new Date(stream.now - 1_000) } as const;
    expect(keysOf(await stream.read(atTime))).toEqual(['b', 'c']);
  });

  it('reports how far a reader is behind the newest record', async () => {
    await stream.put('a', 'b');
    stream.now += 5_000;
    const first = new GetRecordsCommand({ ShardIterator: await stream.iterator(), Limit: 1 });
    const { NextShardIterator, MillisBehindLatest } = await stream.client.send(first);
    expect(MillisBehindLatest).toBeGreaterThanOrEqual(5_000);
    const rest = await stream.client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
    expect(keysOf(rest)).toEqual(['b']);
  });

  it('rejects an iterator that is older than five minutes', async () => {
    const old = await stream.iterator();
    stream.now += 301_000;
    await expect(stream.client.send(new GetRecordsCommand({ ShardIterator: old }))).rejects.toMatchObject({
      name: 'ExpiredIteratorException',
    });
  });
});

describe('reading a long stream', () => {
  it('returns every record once, across segments and from the middle of a segment', async () => {
    stream = await TestStream.open(ON_DEMAND);
    const read: string[] = [];
    for (let hour = 0; hour < 3; hour += 1) {
      for (let batch = 0; batch < 4; batch += 1) {
        await stream.put(...Array.from({ length: 500 }, (_, index) => `${hour}-${batch}-${index}`));
      }
      stream.now += 3_700_000; // longer than a segment stays open
    }
    for (const shard of stream.kinesis.shards(STREAM_ARN)) {
      let after: string | undefined;
      for (;;) {
        const { records } = await stream.kinesis.read(STREAM_ARN, shard.shardId, after, 97);
        if (records.length === 0) break;
        read.push(...records.map(({ partitionKey }) => partitionKey));
        after = records.at(-1)?.sequenceNumber;
      }
    }
    expect(new Set(read).size).toBe(6_000);
    expect(read).toHaveLength(6_000);
  });
});

describe('writing to a stream', () => {
  beforeEach(async () => {
    stream = await TestStream.open();
  });

  it('rejects too many records, too large a record and an unknown stream', async () => {
    const many = Array.from({ length: 501 }, () => ({ PartitionKey: 'a', Data: Buffer.from('x') }));
    const send = (Records: typeof many, StreamName = 'events') =>
      stream.client.send(new PutRecordsCommand({ StreamName, Records }));
    await expect(send(many)).rejects.toMatchObject({ name: 'ValidationException' });
    const large = [{ PartitionKey: 'a', Data: Buffer.alloc(1024 * 1024) }];
    await expect(send(large)).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(send(many.slice(0, 1), 'other')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('rejects the entries of a batch that an injected fault hits, and stores the others', async () => {
    stream.endpoint.faults.set('kinesis', { partial: 0.5 });
    const keys = Array.from({ length: 100 }, (_, index) => `key-${index}`);
    const { FailedRecordCount = 0, Records = [] } = await stream.put(...keys);
    const stored = keys.filter((_, index) => Records[index]?.SequenceNumber !== undefined);
    expect(FailedRecordCount).toBe(100 - stored.length);
    expect(FailedRecordCount).toBeGreaterThan(0);
    expect(Records.find(({ ErrorCode }) => ErrorCode)?.ErrorCode).toBe('ProvisionedThroughputExceededException');
    expect(keysOf(await stream.read())).toEqual(stored);
  });

  it('accepts 1,000 records per second into a provisioned shard, and no more', async () => {
    const keys = Array.from({ length: 500 }, (_, index) => `key-${index}`);
    expect((await stream.put(...keys)).FailedRecordCount).toBe(0);
    expect((await stream.put(...keys)).FailedRecordCount).toBe(0);
    expect((await stream.put(...keys)).FailedRecordCount).toBe(500);
    stream.now += 1_000;
    expect((await stream.put(...keys)).FailedRecordCount).toBe(0);
  });
});

describe('the state of a stream', () => {
  beforeEach(async () => {
    stream = await TestStream.open({ RetentionPeriodHours: 24 });
  });

  it('survives a restart, without an incomplete record at its end and with rising sequence numbers', async () => {
    const before = (await stream.put('a', 'b')).Records ?? [];
    const folder = join(stream.endpoint.surroundings.stateDir, 'kinesis', 'events', shardId(0));
    await stream.kinesis.stop();
    appendFileSync(join(folder, readdirSync(folder)[0] ?? ''), Buffer.from([0, 0, 1, 0, 7, 7]));
    stream.now -= 60_000; // the clock was set back
    await stream.restart();
    const after = (await stream.put('c')).Records ?? [];
    expect(keysOf(await stream.read())).toEqual(['a', 'b', 'c']);
    expect(BigInt(after[0]?.SequenceNumber ?? 0)).toBeGreaterThan(BigInt(before[1]?.SequenceNumber ?? 0));
    expect((await stream.client.send(new ListStreamsCommand({}))).StreamNames).toEqual(['events']);
  });

  it('loses the records that are past their retention, and the closed shards that held them', async () => {
    const { kinesis } = stream;
    await stream.put('old');
    kinesis.reshard('events', 2);
    stream.now += 12 * 3_600_000;
    await stream.put('new');
    stream.now += 13 * 3_600_000;
    kinesis.expire();
    const shards = kinesis.shards(STREAM_ARN);
    const kept = await Promise.all(shards.map((shard) => kinesis.read(STREAM_ARN, shard.shardId, undefined, 10)));
    expect(kept.flatMap(({ records }) => records).map(({ partitionKey }) => partitionKey)).toEqual(['new']);
    expect(kept).toHaveLength(2);
  });
});
