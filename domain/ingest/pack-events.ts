import type { ViewingEvent } from '../families/viewing';
import { bucketOf } from './buckets';

/** The events of one bucket and one request, as one stream record: Kinesis bills by 1 KB, Firehose by 5 KB a record. */
export interface PackedRecord {
  readonly bucket: number;
  /** NDJSON: one event a line, each line ended. */
  readonly data: string;
}

/** Packs events by session bucket, their order kept. The request's size limits keep each record under Kinesis' 1 MiB. */
export const packEvents = (events: readonly ViewingEvent[], buckets: number): readonly PackedRecord[] => {
  const lines = new Map<number, string>();
  for (const event of events) {
    const bucket = bucketOf(event.session_id, buckets);
    lines.set(bucket, `${lines.get(bucket) ?? ''}${JSON.stringify(event)}\n`);
  }
  return [...lines].map(([bucket, data]) => ({ bucket, data }));
};

/**
 * A record that says only that time has passed: once a consumer has it, it has everything its bucket took before.
 * Its one line is no event (it has no event_id), so it is neither counted nor curated.
 */
export const watermarkRecord = (bucket: number, now: number): PackedRecord => ({
  bucket,
  data: `${JSON.stringify({ event: WATERMARK, received_at: now })}\n`,
});

/** The `event` of a {@link watermarkRecord}. */
export const WATERMARK = 'watermark';
