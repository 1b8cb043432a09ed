import { GetRecordsCommand, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import { TestStream } from '../services/kinesis/test-stream';
import type { Endpoint } from '../../src/testing/endpoint';
import { ACCEPTED, answerOf, type LimitCase, textOf } from './limit-case';

const THROTTLED = 'ProvisionedThroughputExceededException';
const MIB = 1_024 * 1_024;

/** Records that have this many bytes in total, keys included; each has at most 1 MiB. */
const recordsOf = (bytes: number): PutRecordsRequestEntry[] => {
  const records: PutRecordsRequestEntry[] = [];
  for (let left = bytes; left > 0; left -= MIB) {
    records.push({ PartitionKey: 'k', Data: Buffer.from(textOf(Math.min(MIB, left) - 1)) });
  }
  return records;
};

const put = ({ client }: TestStream, Records: PutRecordsRequestEntry[]) =>
  client.send(new PutRecordsCommand({ StreamName: 'events', Records }));

/** The error of the first record that a shard refused. */
const putAll = async (stream: TestStream, batches: PutRecordsRequestEntry[][]): Promise<string> => {
  for (const batch of batches) {
    const refused = (await put(stream, batch)).Records?.find(({ ErrorCode }) => ErrorCode);
    if (refused) return refused.ErrorCode ?? '';
  }
  return ACCEPTED;
};

const withStream = async (endpoint: Endpoint, use: (stream: TestStream) => Promise<string>): Promise<string> => {
  const stream = await TestStream.open({}, endpoint);
  try {
    return await use(stream);
  } finally {
    stream.client.destroy();
  }
};

const tiny = (count: number): PutRecordsRequestEntry[] =>
  Array.from({ length: count }, () => ({ PartitionKey: 'k', Data: Buffer.from('x') }));

/** Reads records of this many bytes in one call, except the last byte; then calls again. */
const readTwice = async (stream: TestStream, bytes: number): Promise<string> => {
  const lengths = [1_000_000, 1_000_000, bytes - 2_000_001, 1];
  for (const length of lengths) {
    await put(stream, [{ PartitionKey: 'k', Data: Buffer.from(textOf(length)) }]);
    stream.now += 2_000;
  }
  const ShardIterator = await stream.iterator();
  const { NextShardIterator } = await stream.client.send(new GetRecordsCommand({ ShardIterator, Limit: 3 }));
  return answerOf(stream.client.send(new GetRecordsCommand({ ShardIterator: NextShardIterator })));
};

export const kinesisCases: readonly LimitCase[] = [
  {
    ...{ limit: 'shardWriteBytes', answer: THROTTLED },
    send: (endpoint, value) =>
      withStream(endpoint, (stream) => putAll(stream, [recordsOf(value - 1_000), recordsOf(1_000)])),
  },
  {
    ...{ limit: 'shardWriteRecords', answer: THROTTLED },
    send: (endpoint, value) =>
      withStream(endpoint, (stream) => putAll(stream, [tiny(500), tiny(400), tiny(value - 900)])),
  },
  {
    ...{ limit: 'shardReadCalls', answer: THROTTLED },
    send: (endpoint, value) =>
      withStream(endpoint, async (stream) => {
        for (let call = 1; call < value; call += 1) await stream.read();
        return answerOf(stream.read());
      }),
  },
  {
    ...{ limit: 'shardReadBytes', answer: THROTTLED },
    send: (endpoint, value) => withStream(endpoint, (stream) => readTwice(stream, value)),
  },
  {
    ...{ limit: 'recordBytes', answer: 'ValidationException' },
    send: (endpoint, value) =>
      withStream(endpoint, (stream) =>
        answerOf(put(stream, [{ PartitionKey: 'k', Data: Buffer.from(textOf(value - 1)) }])),
      ),
  },
  {
    ...{ limit: 'putRecordsRecords', answer: 'ValidationException' },
    send: (endpoint, value) => withStream(endpoint, (stream) => answerOf(put(stream, tiny(value)))),
  },
  {
    ...{ limit: 'putRecordsBytes', answer: 'InvalidArgumentException' },
    send: (endpoint, value) => withStream(endpoint, (stream) => answerOf(put(stream, recordsOf(value)))),
  },
];
