import { FirehoseClient } from '@aws-sdk/client-firehose';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { hashKeyOf } from '../../../domain/ingest/buckets';
import { putToStream } from '../../../lambdas/ingest/event-stream';
import { joinLines, putToQuarantine } from '../../../lambdas/ingest/quarantine-stream';
import { answering } from '../../../packages/aws-clients/test/support/fake-client';

const FIREHOSE_RECORD_BYTES = 1_000 * 1024;
const records = [3, 7, 7].map((bucket, n) => ({ bucket, data: `événement ${n}\n` }));
const [first, second, third] = records;

describe('putToStream', () => {
  it('puts each record into the shard of its session bucket', async () => {
    const { client, inputs } = answering(new KinesisClient({}), () => ({ Records: [{}, {}, {}] }));
    expect(await putToStream(client, 'viewing-events', 16)(records)).toEqual([]);
    expect(inputs).toEqual([
      {
        StreamName: 'viewing-events',
        Records: records.map(({ bucket, data }) => ({
          Data: Buffer.from(data),
          PartitionKey: String(bucket),
          ExplicitHashKey: hashKeyOf(bucket, 16),
        })),
      },
    ]);
  });

  it.each([
    ['one was throttled', { Records: [{}, { ErrorCode: 'ProvisionedThroughputExceededException' }, {}] }, [second]],
    [
      'some failed',
      { Records: [{ ErrorCode: 'InternalFailure' }, {}, { ErrorCode: 'InternalFailure' }] },
      [first, third],
    ],
    ['the answer is short', { Records: [{}] }, [second, third]],
    ['the answer has no results', {}, records],
  ])('returns only the refused records if %s', async (_, answer, refused) => {
    const { client } = answering(new KinesisClient({}), () => answer);
    expect(await putToStream(client, 'viewing-events', 16)(records)).toEqual(refused);
  });

  it('rejects if the call failed', async () => {
    const { client } = answering(new KinesisClient({}), () => new Error('unreachable'));
    await expect(putToStream(client, 'viewing-events', 16)(records)).rejects.toThrow('unreachable');
  });
});

describe('putToQuarantine', () => {
  it('returns only the refused records', async () => {
    const answer = { FailedPutCount: 1, RequestResponses: [{ RecordId: '1' }, { ErrorCode: 'ServiceUnavailable' }] };
    const { client, inputs } = answering(new FirehoseClient({}), () => answer);
    expect(await putToQuarantine(client, 'quarantine')(['one\n', 'two\n'])).toEqual(['two\n']);
    expect(inputs).toEqual([
      { DeliveryStreamName: 'quarantine', Records: [{ Data: Buffer.from('one\n') }, { Data: Buffer.from('two\n') }] },
    ]);
  });
});

describe('joinLines', () => {
  it('joins lines in order into records that Firehose accepts', () => {
    const lines = Array.from({ length: 500 }, (_, n) => `${n} ${'作'.repeat(2_000)}\n`);
    const joined = joinLines(lines);
    expect(joined.join('')).toBe(lines.join(''));
    expect(joined.length).toBeLessThan(10);
    for (const record of joined) {
      expect(Buffer.byteLength(record)).toBeLessThanOrEqual(FIREHOSE_RECORD_BYTES);
      expect(record.endsWith('\n')).toBe(true);
    }
  });
});
