import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import { Fields } from '../foundation/fields';
import { timeKey } from '../foundation/time-key';

/*
 * The presence table. Partition `<instant>#<salt>` holds one item for each batch that has sessions at the instant, partition
 * `bounds#<minute of arrival>#<salt>` one for each batch in which playbacks were requested or ended, and partition
 * `progress#<salt>` one item per session bucket.
 */

/** The sessions of a batch at one instant, or its bounds. */
export interface PresenceItem {
  readonly partition: string;
  /** The sort key: see {@link batchKey}. */
  readonly batch: string;
  readonly payload: Uint8Array;
}

/** The partition of the presence of an instant. */
export const presencePartition = (instant: number, salt: number): string => `${instant}#${salt}`;

const MINUTE_MS = 60_000;

/** The partition of the bounds of playbacks that arrived in the same minute; the arrival is in epoch ms. */
export const boundsPartition = (arrivalMs: number, salt: number): string =>
  `bounds#${Math.floor(arrivalMs / MINUTE_MS) * MINUTE_MS}#${salt}`;

/** The starts of the minutes from one arrival to another, epoch ms. */
export const minutesBetween = (fromMs: number, toMs: number): readonly number[] => {
  const first = Math.floor(fromMs / MINUTE_MS);
  return Array.from({ length: Math.floor(toMs / MINUTE_MS) - first + 1 }, (_, at) => (first + at) * MINUTE_MS);
};

/**
 * The sort key of a batch's presence. It identifies the batch, so a batch delivered again overwrites its own item. It begins
 * with the arrival of the batch's newest record, so a reader can query the presence that arrived after a watermark.
 */
export const batchKey = (
  newestArrivalMs: number,
  shardId: string,
  firstSequenceNumber: string,
  records: number,
): string => `${timeKey(newestArrivalMs)}#${shardId}#${firstSequenceNumber}#${records}`;

/** `expiresAt` is in epoch seconds. */
export const encodePresenceItem = ({ partition, batch, payload }: PresenceItem, expiresAt: number): Item =>
  toItem({ partition, batch, payload, expires_at: expiresAt });

export const decodePresenceItem = (item: unknown): PresenceItem => {
  const fields = new Fields(fromItem(item), 'presence item');
  return { partition: fields.text('partition'), batch: fields.text('batch'), payload: fields.bytes('payload') };
};

/** How far a session bucket is counted. */
export interface BucketProgress {
  readonly bucket: number;
  /** When its newest counted record arrived, epoch ms. */
  readonly arrivedAt: number;
}

/** The partition of the progress of a salt's session buckets. */
export const progressPartition = (salt: number): string => `progress#${salt}`;

export const encodeProgress = ({ bucket, arrivedAt }: BucketProgress, salt: number): Item =>
  toItem({ partition: progressPartition(salt), batch: String(bucket), arrived_at: arrivedAt });

export const decodeProgress = (item: unknown): BucketProgress => {
  const fields = new Fields(fromItem(item), 'progress item');
  return { bucket: Number(fields.text('batch')), arrivedAt: fields.integer('arrived_at') };
};
