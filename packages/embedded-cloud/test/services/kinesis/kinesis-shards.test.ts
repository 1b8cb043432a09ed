import {
  DescribeStreamCommand,
  DescribeStreamSummaryCommand,
  ListShardsCommand,
  MergeShardsCommand,
  PutRecordCommand,
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
