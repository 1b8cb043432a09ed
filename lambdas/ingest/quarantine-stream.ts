import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import type { PutEntries } from 'aws-clients';
import { refusedOf } from './event-stream';

/** Puts NDJSON into the delivery stream of the quarantine. A call accepts at most 500 records of up to 1,000 KiB, and 4 MiB. */
export const putToQuarantine =
  (firehose: FirehoseClient, deliveryStreamName: string): PutEntries<string> =>
  async (records) => {
    const answer = await firehose.send(
      new PutRecordBatchCommand({
        DeliveryStreamName: deliveryStreamName,
        Records: records.map((data) => ({ Data: Buffer.from(data, 'utf8') })),
      }),
    );
    return refusedOf(records, answer.RequestResponses, ({ ErrorCode }) => ErrorCode);
  };

/**
 * Firehose rounds each record up to 5 KB for billing, so many short lines go into one. The limit is in UTF-16 units, each
 * of at most 3 bytes.
 */
const RECORD_CHARACTERS = 300_000;

/** Joins lines into as few records as possible. */
export const joinLines = (lines: readonly string[]): readonly string[] => {
  const records: string[] = [];
  for (const line of lines) {
    const last = records.at(-1);
    if (last !== undefined && last.length + line.length <= RECORD_CHARACTERS) records[records.length - 1] = last + line;
    else records.push(line);
  }
  return records;
};
