import { chunksOf, type PutEntries } from 'aws-clients';
import { type PackedRecord, watermarkRecord } from '../../../domain/ingest';

/** Kinesis accepts 500 records in a call. */
const RECORDS_PER_CALL = 500;

/**
 * Puts one watermark record into every session bucket, without retries: the next round puts the next ones, and until then
 * the counts are rightly not complete. Returns how many were refused.
 */
export const putWatermarks = async (put: PutEntries<PackedRecord>, buckets: number, now: number): Promise<number> => {
  const records = Array.from({ length: buckets }, (_, bucket) => watermarkRecord(bucket, now));
  const calls = chunksOf(records, RECORDS_PER_CALL);
  const refused = await Promise.all(calls.map((call) => put(call).catch(() => call)));
  return refused.flat().length;
};
