import { saltOf } from '../../../domain/ingest';
import { encodePresence } from '../../../domain/live/presence-codec';
import type { Item } from 'aws-clients/dynamodb';
import { batchKey, presencePartition, progressPartition } from '../presence-table';
import type { BatchPresence, PresenceSettings } from './count-viewers';

/** Where in the stream a batch begins: with its newest arrival, the identity of what it writes. */
export interface BatchStart {
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** How many there are: a batch cut short must not overwrite the whole one. */
  readonly records: number;
}

/** Presence is read until its instant closes; an hour more lets a publisher that was down catch up. */
const KEEP_AFTER_CLOSE_MS = 3_600_000;

/** One item per salt and instant, more where one would pass DynamoDB's 400 KB. */
export const presenceItems = (batch: BatchPresence, start: BatchStart, closeAfterMs: number): readonly Item[] => {
  const key = batchKey(batch.newestArrivalMs, start.shardId, start.sequenceNumber, start.records);
  const items: Item[] = [];
  for (const [salt, presence] of batch.bySalt) {
    for (const [instant, contents] of presence) {
      encodePresence(contents).forEach((payload, part) =>
        items.push({
          partition: { S: presencePartition(instant, salt) },
          batch: { S: part === 0 ? key : `${key}#${part}` },
          payload: { B: payload },
          expires_at: { N: String(Math.ceil((instant + closeAfterMs + KEEP_AFTER_CLOSE_MS) / 1000)) },
        }),
      );
    }
  }
  return items;
};

/**
 * How far each bucket is counted. Written after the batch's presence, so whoever reads progress finds the presence it
 * stands for. An old batch that is delivered again may set it back, which only delays the completeness mark.
 */
export const progressItems = ({ progress }: BatchPresence, { buckets, salts }: PresenceSettings): readonly Item[] =>
  [...progress].map(([bucket, arrivedAt]) => ({
    partition: { S: progressPartition(saltOf(bucket, buckets, salts)) },
    batch: { S: String(bucket) },
    arrived_at: { N: String(arrivedAt) },
  }));
