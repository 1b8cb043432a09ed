import type { EventFamily, SentEvent } from '../families';
import { bucketOf } from './buckets';

/** The events of one bucket and one request, as one stream record: Kinesis bills records by 1 KB, Firehose by 5 KB. */
export interface PackedRecord {
  readonly bucket: number;
  /** NDJSON: one event per line; the last line ends with a line break too. */
  readonly data: string;
}

/**
 * Packs the events of a family by the bucket of their subject and keeps their order. The limits on a request's size keep
 * each record under the 1 MiB of Kinesis.
 */
export const packEvents = <Stored extends SentEvent>(
  { subjectOf }: Pick<EventFamily<SentEvent, Stored>, 'subjectOf'>,
  events: readonly Stored[],
  buckets: number,
): readonly PackedRecord[] => {
  const lines = new Map<number, string>();
  for (const event of events) {
    const bucket = bucketOf(subjectOf(event), buckets);
    lines.set(bucket, `${lines.get(bucket) ?? ''}${JSON.stringify(event)}\n`);
  }
  return [...lines].map(([bucket, data]) => ({ bucket, data }));
};

/**
 * A record that only marks the passage of time: a consumer that has read it has read everything that its bucket received
 * earlier. Its one line is not an event (it has no event_id), so it is neither counted nor curated.
 */
export const watermarkRecord = (bucket: number, now: number): PackedRecord => ({
  bucket,
  data: `${JSON.stringify({ event: WATERMARK, received_at: now })}\n`,
});

/** The `event` of a {@link watermarkRecord}. */
export const WATERMARK = 'watermark';
