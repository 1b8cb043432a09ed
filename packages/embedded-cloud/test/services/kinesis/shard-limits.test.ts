import { GetRecordsCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { NO_LIMITS } from '../../../src/core/limits';
import { Endpoint } from '../../../src/testing/endpoint';
import { TestStream } from './test-stream';

const MIB = 1024 * 1024;

let stream: TestStream;

const putMiB = () =>
  stream.client.send(
    new PutRecordsCommand({
      StreamName: 'events',
      Records: [{ PartitionKey: 'k', Data: Buffer.alloc(MIB - 1) }],
    }),
  );

afterEach(() => stream.close());

describe('a shard', () => {
  it('answers five reads per second, and no more', async () => {
    stream = await TestStream.open();
    for (let read = 0; read < 5; read += 1) await stream.read();
    await expect(stream.read()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    stream.now += 1_000;
    await stream.read();
  });

  it('refuses reads until 2 MiB/s have made up for a large answer', async () => {
    stream = await TestStream.open();
    for (let second = 0; second < 6; second += 1) {
      await putMiB();
      stream.now += 1_000;
    }
    expect((await stream.read()).Records).toHaveLength(6);
    stream.now += 1_900;
    await expect(stream.read()).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    stream.now += 200;
    expect((await stream.read()).Records).toHaveLength(6);
  });

  it('limits the writes of an on-demand stream too', async () => {
    stream = await TestStream.open({ ShardCount: undefined, StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
    expect((await putMiB()).FailedRecordCount).toBe(0);
    await expect(putMiB()).resolves.toMatchObject({ FailedRecordCount: 1 });
  });

  it('has no limits when they are turned off', async () => {
    stream = await TestStream.open({}, await Endpoint.open({ limits: NO_LIMITS }));
    for (let call = 0; call < 3; call += 1) expect((await putMiB()).FailedRecordCount).toBe(0);
    const ShardIterator = await stream.iterator();
    for (let read = 0; read < 7; read += 1) await stream.client.send(new GetRecordsCommand({ ShardIterator }));
  });
});
