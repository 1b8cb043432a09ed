import { type KinesisClient, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { hashKeyOf, partitionKeyOf } from '../../domain/ingest/buckets';
import type { PackedRecord } from '../../domain/ingest/pack-events';
import type { PutEntries } from 'aws-clients';

/** Writes packed records to the stream, each into the shard of its bucket. One call: at most 500 records, 10 MiB. */
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

/** The entries whose answer, at the same position, carries an error; all of them when the answer holds none at all. */
export const refusedOf = <Entry, Answer>(
  entries: readonly Entry[],
  answers: readonly Answer[] | undefined,
  errorOf: (answer: Answer) => string | undefined,
): readonly Entry[] =>
  entries.filter((_, index) => {
    const answer = answers?.[index];
    return answer === undefined || errorOf(answer) !== undefined;
  });
