import { type PackedRecord, watermarkRecord } from '../../../domain/ingest';
import type { PutEntries } from 'aws-clients';

/** Kinesis takes 500 records a call. */
const RECORDS_PER_CALL = 500;

/**
 * Puts a watermark record into every bucket, once: what the stream refuses now is asked of it again at the next round,
 * and until then the completeness mark waits, as it must. Returns how many were refused.
 */
export const putWatermarks = async (put: PutEntries<PackedRecord>, buckets: number, now: number): Promise<number> => {
  const records = Array.from({ length: buckets }, (_, bucket) => watermarkRecord(bucket, now));
  const calls = Array.from({ length: Math.ceil(buckets / RECORDS_PER_CALL) }, (_, call) =>
    records.slice(call * RECORDS_PER_CALL, (call + 1) * RECORDS_PER_CALL),
  );
  const refused = await Promise.all(calls.map((call) => put(call).catch(() => call)));
  return refused.flat().length;
};
