import { type FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';
import { refusedOf } from './event-stream';
import type { PutEntries } from 'aws-clients';

/** Writes NDJSON to the quarantine's delivery stream. One call: at most 500 records, 4 MiB, each up to 1,000 KiB. */
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

/** Firehose bills each record by 5 KB: many short lines go into one. In UTF-16 units, of at most 3 bytes each. */
const RECORD_CHARACTERS = 300_000;

/** Joins lines into records. */
export const joinLines = (lines: readonly string[]): readonly string[] => {
  const records: string[] = [];
  for (const line of lines) {
    const last = records.at(-1);
    if (last !== undefined && last.length + line.length <= RECORD_CHARACTERS) records[records.length - 1] = last + line;
    else records.push(line);
  }
  return records;
};
