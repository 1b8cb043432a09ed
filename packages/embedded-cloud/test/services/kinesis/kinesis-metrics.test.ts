import { GetRecordsCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { publishedBy } from '../../support/published';
import { shardId, STREAM_ARN, TestStream } from './test-stream';

let stream: TestStream;

const put = (sizes: readonly number[]) =>
  stream.client.send(
    new PutRecordsCommand({
      StreamName: 'events',
      Records: sizes.map((size) => ({ PartitionKey: 'k', Data: Buffer.alloc(size) })),
    }),
  );

const putOne = (data: Buffer) =>
  stream.kinesis.operations['PutRecord']?.({
    StreamName: 'events',
    PartitionKey: 'k',
    Data: data.toString('base64'),
  });

const named = (name: string, unit = 'Count') => `AWS/Kinesis ${name}{StreamName=events} ${unit}`;
const AGE = named('GetRecords.IteratorAgeMilliseconds', 'Milliseconds');

beforeEach(async () => {
  stream = await TestStream.open();
});

afterEach(() => stream.close());

describe('the metrics of Kinesis', () => {
  it('are 0 for an idle stream', async () => {
    expect(await publishedBy(stream.kinesis)).toEqual({
      [named('IncomingRecords')]: [0],
      [named('IncomingBytes', 'Bytes')]: [0],
      [named('WriteProvisionedThroughputExceeded')]: [0],
      [named('ReadProvisionedThroughputExceeded')]: [0],
      [named('PutRecords.ThrottledRecords')]: [0],
    });
  });

  it('count the stored records, and their bytes including the keys', async () => {
    await put([10, 20]);
    await putOne(Buffer.alloc(2));
    expect(await publishedBy(stream.kinesis)).toMatchObject({
      [named('IncomingRecords')]: [3],
      [named('IncomingBytes', 'Bytes')]: [35],
      [named('PutRecords.Success')]: [1],
    });
  });

  it('count the records that exceed the limit of a shard as throttled, not as incoming', async () => {
    await put([600_000, 600_000]);
    expect(() => putOne(Buffer.alloc(600_000))).toThrow('Rate exceeded');
    expect(await publishedBy(stream.kinesis)).toMatchObject({
      [named('IncomingRecords')]: [1],
      [named('WriteProvisionedThroughputExceeded')]: [2],
      [named('PutRecords.ThrottledRecords')]: [1],
      [named('PutRecords.Success')]: [1],
    });
  });

  it('count the records and the calls that injected faults throttle', async () => {
    const { faults } = stream.endpoint;
    faults.set('kinesis', { partial: 1 });
    await put([1, 1, 1]);
    faults.set('kinesis', { throttle: 1 });
    await expect(put([1])).rejects.toMatchObject({ name: 'ProvisionedThroughputExceededException' });
    expect(await publishedBy(stream.kinesis)).toMatchObject({
      [named('IncomingRecords')]: [0],
      [named('WriteProvisionedThroughputExceeded')]: [4],
      [named('PutRecords.Success')]: [0],
    });
  });

  it('include the age of the last record of each read, by other services and by clients', async () => {
    await put([1]);
    stream.now += 1_000;
    await put([1]);
    stream.now += 500;
    await stream.kinesis.read(STREAM_ARN, shardId(0), undefined, 1);
    const { NextShardIterator } = await stream.read();
    await stream.client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator }));
    expect((await publishedBy(stream.kinesis))[AGE]).toEqual([1_500, 500, 0]);
  });
});
