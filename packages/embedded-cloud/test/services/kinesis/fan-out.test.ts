import {
  DeregisterStreamConsumerCommand,
  DescribeStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  ListStreamConsumersCommand,
  PutRecordsCommand,
  RegisterStreamConsumerCommand,
  type StartingPosition,
  SubscribeToShardCommand,
  type SubscribeToShardEvent,
  UpdateShardCountCommand,
} from '@aws-sdk/client-kinesis';
import { AWS_LIMITS } from '../../../src/core/limits';
import { decodeCbor, encodeCbor } from '../../../src/core/protocols/cbor';
import { Endpoint } from '../../../src/testing/endpoint';
import { keysOf, shardId, STREAM_ARN, TestStream } from './test-stream';

let test: TestStream;

beforeEach(async () => {
  test = await TestStream.open();
});
afterEach(() => test.close());

const register = async (ConsumerName: string) => {
  const { Consumer } = await test.client.send(
    new RegisterStreamConsumerCommand({ StreamARN: STREAM_ARN, ConsumerName }),
  );
  return Consumer?.ConsumerARN ?? '';
};

/** Puts one record of this many bytes. */
const put = (bytes: number) =>
  test.client.send(
    new PutRecordsCommand({ StreamName: 'events', Records: [{ PartitionKey: 'a', Data: Buffer.alloc(bytes) }] }),
  );

/** Subscribes to the first shard. */
async function* subscribe(ConsumerARN: string, position: StartingPosition): AsyncGenerator<SubscribeToShardEvent> {
  const { EventStream = [] } = await test.client.send(
    new SubscribeToShardCommand({ ConsumerARN, ShardId: shardId(0), StartingPosition: position }),
  );
  for await (const { SubscribeToShardEvent: event } of EventStream) if (event) yield event;
}

const nextOf = async (events: AsyncGenerator<SubscribeToShardEvent>): Promise<SubscribeToShardEvent> => {
  const { value } = (await events.next()) as { value: SubscribeToShardEvent };
  return value;
};

describe('a registered consumer', () => {
  it('is described, listed and counted until it is deregistered, also after a restart', async () => {
    const ConsumerARN = await register('reader');
    expect(ConsumerARN).toMatch(/^arn:aws:kinesis:us-east-1:000000000000:stream\/events\/consumer\/reader:\d{10}$/);
    await expect(register('reader')).rejects.toMatchObject({ name: 'ResourceInUseException' });
    await test.restart();
    const { ConsumerDescription } = await test.client.send(
      new DescribeStreamConsumerCommand({ StreamARN: STREAM_ARN, ConsumerName: 'reader' }),
    );
    expect(ConsumerDescription).toMatchObject({ ConsumerARN, ConsumerStatus: 'ACTIVE', StreamARN: STREAM_ARN });
    const { Consumers } = await test.client.send(new ListStreamConsumersCommand({ StreamARN: STREAM_ARN }));
    expect(Consumers?.map(({ ConsumerName }) => ConsumerName)).toEqual(['reader']);
    const count = async () =>
      (await test.client.send(new DescribeStreamSummaryCommand({ StreamARN: STREAM_ARN }))).StreamDescriptionSummary
        ?.ConsumerCount;
    expect(await count()).toBe(1);
    await test.client.send(new DeregisterStreamConsumerCommand({ ConsumerARN }));
    expect(await count()).toBe(0);
    const gone = test.client.send(new DescribeStreamConsumerCommand({ ConsumerARN }));
    await expect(gone).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });

  it('receives the records of a shard as they arrive, and continues after its last sequence number', async () => {
    const ConsumerARN = await register('reader');
    await test.put('a', 'b');
    const events = subscribe(ConsumerARN, { Type: 'TRIM_HORIZON' });
    const first = await nextOf(events);
    expect([keysOf(first), first.MillisBehindLatest]).toEqual([['a', 'b'], 0]);
    expect(Buffer.from(first.Records?.[0]?.Data ?? []).toString()).toBe('data of a');
    const second = nextOf(events);
    await test.put('c');
    expect(keysOf(await second)).toEqual(['c']);
    await expect(nextOf(subscribe(ConsumerARN, { Type: 'LATEST' }))).rejects.toMatchObject({
      name: 'ResourceInUseException',
    });
    const position = { Type: 'AFTER_SEQUENCE_NUMBER', SequenceNumber: first.ContinuationSequenceNumber } as const;
    const other = subscribe(await register('other'), position);
    expect(keysOf(await nextOf(other))).toEqual(['c']);
    await Promise.all([test.kinesis.stop(), events.return(undefined), other.return(undefined)]);
  });

  it('waits for the next event until its rate has made up for the last one', async () => {
    await test.close();
    const limits = { ...AWS_LIMITS, consumerReadBytes: 20_000 };
    test = await TestStream.open({}, await Endpoint.open({ limits }));
    await put(10_000);
    const ConsumerARN = await register('reader');
    const subscribedAt = performance.now();
    const events = subscribe(ConsumerARN, { Type: 'TRIM_HORIZON' });
    expect((await nextOf(events)).Records).toHaveLength(1);
    await test.put('b');
    expect(keysOf(await nextOf(events))).toEqual(['b']);
    expect(performance.now() - subscribedAt).toBeGreaterThan(490); // 10,000 bytes of 20,000 a second
    await Promise.all([test.kinesis.stop(), events.return(undefined)]);
  });

  it('receives the child shards at the end of a shard, and then the end of the stream', async () => {
    const ConsumerARN = await register('reader');
    await test.put('a');
    const split = { StreamARN: STREAM_ARN, TargetShardCount: 2, ScalingType: 'UNIFORM_SCALING' } as const;
    await test.client.send(new UpdateShardCountCommand(split));
    const events: SubscribeToShardEvent[] = [];
    for await (const event of subscribe(ConsumerARN, { Type: 'TRIM_HORIZON' })) events.push(event);
    expect(events.map(keysOf)).toEqual([['a']]);
    expect(events[0]?.ContinuationSequenceNumber).toBeUndefined();
    expect(events[0]?.ChildShards?.map(({ ShardId }) => ShardId)).toEqual([shardId(1), shardId(2)]);
  });

  it('receives events in CBOR when it subscribes in CBOR', async () => {
    const ConsumerARN = await register('reader');
    await test.put('a');
    const scope = 'Credential=any/20261130/us-east-1/kinesis/aws4_request';
    const answer = await fetch(test.endpoint.surroundings.endpoint, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-amz-cbor-1.1',
        'x-amz-target': 'Kinesis_20131202.SubscribeToShard',
        authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0`,
      },
      body: new Uint8Array(
        encodeCbor({ ConsumerARN, ShardId: shardId(0), StartingPosition: { Type: 'TRIM_HORIZON' } }),
      ),
    });
    expect(answer.headers.get('content-type')).toBe('application/vnd.amazon.eventstream');
    const stopped = test.kinesis.stop();
    const messages = payloadsIn(Buffer.from(await answer.arrayBuffer()));
    await stopped;
    const [initial, event] = messages.map(decodeCbor);
    expect(initial).toEqual({});
    expect(event).toMatchObject({ Records: [{ PartitionKey: 'a', Data: Buffer.from('data of a') }] });
  });
});

/** The payloads of encoded event messages. */
const payloadsIn = (bytes: Buffer): readonly Buffer[] => {
  const payloads: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += bytes.readUInt32BE(start)) {
    const [length, headers] = [bytes.readUInt32BE(start), bytes.readUInt32BE(start + 4)];
    payloads.push(bytes.subarray(start + 12 + headers, start + length - 4));
  }
  return payloads;
};
