import {
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  type ListShardsCommandInput,
  MergeShardsCommand,
  PutRecordCommand,
  type ShardFilter,
  SplitShardCommand,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { keysOf, shardId, STREAM_ARN, TestStream } from './test-stream';

let stream: TestStream;

afterEach(() => stream.close());

describe('an on-demand stream', () => {
  it('starts with four shards and routes records by MD5 or by an explicit hash key', async () => {
    stream = await TestStream.open({ ShardCount: undefined, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    const { Shards = [] } = await stream.client.send(new ListShardsCommand({ StreamName: 'events' }));
    expect(Shards.map(({ HashKeyRange }) => HashKeyRange?.StartingHashKey)).toEqual(
      [0n, 1n, 2n, 3n].map((quarter) => ((quarter << 128n) / 4n).toString()),
    );
    expect(Shards.at(-1)?.HashKeyRange?.EndingHashKey).toBe((2n ** 128n - 1n).toString());
    const record = { StreamARN: STREAM_ARN, PartitionKey: 'a', ExplicitHashKey: '0', Data: Buffer.from('') };
    expect((await stream.client.send(new PutRecordCommand(record))).ShardId).toBe(shardId(0));
    // MD5('a') begins with 0c, MD5('b') with 92.
    const { Records = [] } = await stream.put('a', 'b');
    expect(Records.map(({ ShardId }) => ShardId)).toEqual([shardId(0), shardId(2)]);
  });
});

describe('SplitShard', () => {
  it('closes the parent, opens two children and keeps sequence numbers rising', async () => {
    stream = await TestStream.open();
    const before = (await stream.put('a', 'b')).Records ?? [];
    const split = { ShardToSplit: shardId(0), NewStartingHashKey: (1n << 127n).toString() };
    await stream.client.send(new SplitShardCommand({ StreamName: 'events', ...split }));
    const after = (await stream.put('a', 'b')).Records ?? [];
    expect(after.map(({ ShardId }) => ShardId)).toEqual([shardId(1), shardId(2)]);
    const sequences = [...before, ...after].map(({ SequenceNumber }) => BigInt(SequenceNumber ?? 0));
    expect(sequences).toEqual([...sequences].sort((a, b) => (a < b ? -1 : 1)));
    const parent = await stream.read();
    expect(keysOf(parent)).toEqual(['a', 'b']);
    expect(parent.NextShardIterator).toBeUndefined();
    expect(parent.ChildShards?.map(({ ParentShards }) => ParentShards)).toEqual([[shardId(0)], [shardId(0)]]);
  });
});

describe('MergeShards', () => {
  it('merges adjacent shards into a child of both, and rejects other pairs', async () => {
    stream = await TestStream.open({ ShardCount: 3 });
    const merge = (ShardToMerge: string, AdjacentShardToMerge: string) =>
      stream.client.send(new MergeShardsCommand({ StreamName: 'events', ShardToMerge, AdjacentShardToMerge }));
    await expect(merge(shardId(0), shardId(2))).rejects.toMatchObject({ name: 'InvalidArgumentException' });
    await merge(shardId(0), shardId(1));
    const { StreamDescription } = await stream.client.send(new DescribeStreamCommand({ StreamName: 'events' }));
    expect(StreamDescription?.Shards?.at(-1)).toMatchObject({
      ParentShardId: shardId(0),
      AdjacentParentShardId: shardId(1),
      HashKeyRange: { StartingHashKey: '0', EndingHashKey: ((2n << 128n) / 3n - 1n).toString() },
    });
  });
});

describe('UpdateShardCount', () => {
  it.each([
    [2, 4],
    [4, 3],
    [5, 3],
    [3, 6],
  ])('reshards from %i to %i equal ranges that cover every hash key once', async (from, to) => {
    stream = await TestStream.open({ ShardCount: from });
    const { client } = stream;
    const target = { TargetShardCount: to, ScalingType: 'UNIFORM_SCALING' } as const;
    await client.send(new UpdateShardCountCommand({ StreamName: 'events', ...target }));
    const open = new ListShardsCommand({ StreamName: 'events', ShardFilter: { Type: 'AT_LATEST' } });
    const { Shards = [] } = await client.send(open);
    const starts = Shards.map(({ HashKeyRange }) => BigInt(HashKeyRange?.StartingHashKey ?? 0));
    const expected = Array.from({ length: to }, (_, index) => (BigInt(index) << 128n) / BigInt(to));
    expect(starts.sort((a, b) => (a < b ? -1 : 1))).toEqual(expected);
    const summary = new DescribeStreamSummaryCommand({ StreamARN: STREAM_ARN });
    expect((await client.send(summary)).StreamDescriptionSummary?.OpenShardCount).toBe(to);
  });
});

describe('ListShards', () => {
  const list = async (input: ListShardsCommandInput): Promise<(string | undefined)[]> => {
    const { Shards = [], NextToken } = await stream.client.send(new ListShardsCommand(input));
    const { MaxResults } = input;
    const rest = NextToken === undefined ? [] : await list({ NextToken, MaxResults });
    return [...Shards.map(({ ShardId }) => ShardId), ...rest];
  };
  const listSelected = (ShardFilter: ShardFilter) => list({ StreamName: 'events', ShardFilter });
  const mergeFirst = () => {
    const [ShardToMerge, AdjacentShardToMerge] = [shardId(0), shardId(1)];
    return stream.client.send(new MergeShardsCommand({ StreamName: 'events', ShardToMerge, AdjacentShardToMerge }));
  };

  it('selects the shards that were open at a time, from a time or after a shard', async () => {
    stream = await TestStream.open({ ShardCount: 2 });
    const created = stream.now;
    stream.now += 60_000;
    await mergeFirst();
    stream.now += 60_000;
    const at = (ms: number) => new Date(created + ms);
    const all = [shardId(0), shardId(1), shardId(2)];
    expect(await list({ StreamName: 'events' })).toEqual(all);
    expect(await listSelected({ Type: 'FROM_TRIM_HORIZON' })).toEqual(all);
    expect(await listSelected({ Type: 'AT_TRIM_HORIZON' })).toEqual([shardId(0), shardId(1)]);
    expect(await listSelected({ Type: 'AT_LATEST' })).toEqual([shardId(2)]);
    expect(await listSelected({ Type: 'AFTER_SHARD_ID', ShardId: shardId(0) })).toEqual(all.slice(1));
    const before = { Type: 'AT_TIMESTAMP', Timestamp: at(-1_000) } as const;
    expect(await listSelected(before)).toEqual([shardId(0), shardId(1)]);
    expect(await listSelected({ ...before, Timestamp: at(30_000) })).toEqual([shardId(0), shardId(1)]);
    expect(await listSelected({ ...before, Timestamp: at(90_000) })).toEqual([shardId(2)]);
    expect(await listSelected({ Type: 'FROM_TIMESTAMP', Timestamp: at(30_000) })).toEqual(all);
    expect(await listSelected({ Type: 'FROM_TIMESTAMP', Timestamp: at(90_000) })).toEqual([shardId(2)]);
  });

  it('keeps the filter on the next pages', async () => {
    stream = await TestStream.open({ ShardCount: 3 });
    await mergeFirst();
    expect(await list({ StreamName: 'events', ShardFilter: { Type: 'AT_TRIM_HORIZON' }, MaxResults: 2 })).toEqual(
      [0, 1, 2].map(shardId),
    );
    const forged = new ListShardsCommand({ NextToken: 'forged' });
    await expect(stream.client.send(forged)).rejects.toMatchObject({ name: 'ExpiredNextTokenException' });
  });
});
