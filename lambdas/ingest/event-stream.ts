import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import type { PutEntries } from 'aws-clients';
import { hashKeyOf, partitionKeyOf } from '../../domain/ingest/buckets';
import type { PackedRecord } from '../../domain/ingest/pack-events';

/**
 * Puts packed records into the stream, each into the shard of its session bucket. A call accepts at most 500 records and
 * 10 MiB.
 */
export const putToStream =
  (kinesis: KinesisClient, streamName: string, buckets: number): PutEntries<PackedRecord> =>
  async (records) => {
    const answer = await kinesis.send(
      new PutRecordsCommand({
        StreamName: streamName,
        Records: records.map(({ bucket, data }) => ({
          Data: Buffer.from(data, 'utf8'),
          PartitionKey: partitionKeyOf(bucket),
          ExplicitHashKey: hashKeyOf(bucket, buckets),
        })),
      }),
    );
    return refusedOf(records, answer.Records, ({ ErrorCode }) => ErrorCode);
  };

/** The entries whose result, at the same position, has an error; all of them if the answer has no results. */
export const refusedOf = <Entry, Result>(
  entries: readonly Entry[],
  results: readonly Result[] | undefined,
  errorOf: (result: Result) => string | undefined,
): readonly Entry[] =>
  entries.filter((_, index) => {
    const result = results?.[index];
    return result === undefined || errorOf(result) !== undefined;
  });
