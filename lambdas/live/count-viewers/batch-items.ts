import type { Item } from 'aws-clients/dynamodb';
import { saltOf } from '../../../domain/ingest';
import { encodeBounds } from '../../../domain/live/bounds-codec';
import { encodePresence } from '../../../domain/live/presence-codec';
import { batchKey, boundsPartition, encodePresenceItem, encodeProgress, presencePartition } from '../presence-items';
import type { BatchPresence, PresenceSettings } from './count-viewers';

/** The start of a batch in the stream. Together with its newest arrival it identifies the items of the batch. */
export interface BatchStart {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** How many records the batch has: a shorter delivery of the batch must not overwrite the full one. */
  readonly records: number;
}

/** Presence is read until its instant closes. It is kept an hour longer, so that a publisher that was down can catch up. */
const KEEP_AFTER_CLOSE_MS = 3_600_000;

/** One item per salt and instant, and one per salt for bounds; more if one would exceed DynamoDB's 400 KB. */
export const presenceItems = (batch: BatchPresence, start: BatchStart, closeAfterMs: number): readonly Item[] => [
  ...sessionItems(batch, start, closeAfterMs),
  ...boundsItems(batch, start),
];

const boundsItems = (batch: BatchPresence, start: BatchStart): readonly Item[] => {
  const key = batchKey(batch.newestArrivalMs, start.shardId, start.sequenceNumber, start.records);
  const expiresAt = Math.ceil((batch.newestArrivalMs + KEEP_AFTER_CLOSE_MS) / 1_000);
  return [...batch.boundsBySalt].flatMap(([salt, contents]) => {
    const partition = boundsPartition(batch.newestArrivalMs, salt);
    return encodeBounds(contents).map((payload, part) =>
      encodePresenceItem({ partition, batch: partKey(key, part), payload }, expiresAt),
    );
  });
};

const partKey = (key: string, part: number): string => (part === 0 ? key : `${key}#${part}`);

const sessionItems = (batch: BatchPresence, start: BatchStart, closeAfterMs: number): readonly Item[] => {
  const key = batchKey(batch.newestArrivalMs, start.shardId, start.sequenceNumber, start.records);
  const items: Item[] = [];
  for (const [salt, presence] of batch.bySalt) {
    for (const [instant, contents] of presence) {
      const partition = presencePartition(instant, salt);
      const expiresAt = Math.ceil((instant + closeAfterMs + KEEP_AFTER_CLOSE_MS) / 1_000);
      encodePresence(contents).forEach((payload, part) =>
        items.push(encodePresenceItem({ partition, batch: partKey(key, part), payload }, expiresAt)),
      );
    }
  }
  return items;
};

/**
 * The progress of each session bucket. It is written after the batch's presence, so a reader of the progress also finds
 * the presence. An old batch that is delivered again may reset the progress to an earlier value, which only delays
 * completeness.
 */
export const progressItems = ({ progress }: BatchPresence, { buckets, salts }: PresenceSettings): readonly Item[] =>
  [...progress].map(([bucket, arrivedAt]) => encodeProgress({ bucket, arrivedAt }, saltOf(bucket, buckets, salts)));
