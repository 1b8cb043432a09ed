import { fromItem, type Item, toItem } from 'aws-clients/dynamodb';
import { Fields } from '../foundation/fields';

/*
 * The table of quality sums. Partition `<slot of writing>#<salt>` holds an item for each batch of reports that was written in
 * these ten seconds, and partition `detector` one item: the state of the detection.
 */
const SLOT_MS = 10_000;

/** The sums of a batch are needed for three minutes. They are kept an hour, so that people can look at what an outage was. */
const KEEP_MS = 3_600_000;

/** The sums of a batch, as they are stored. */
export interface SumsItem {
  /** Identifies the item. It begins with the time key of its writing. */
  readonly batch: string;
  readonly payload: Uint8Array;
}

const slotOf = (ms: number): number => Math.floor(ms / SLOT_MS) * SLOT_MS;

/** The partition of a batch that is written at a time, epoch ms. */
const sumsPartition = (writtenAt: number, salt: number): string => `${slotOf(writtenAt)}#${salt}`;

/** The partitions of all batches that are written from one time to another, epoch ms. */
export const sumsPartitions = (from: number, to: number, salts: number): readonly string[] => {
  const partitions: string[] = [];
  for (let slot = slotOf(from); slot <= to; slot += SLOT_MS) {
    for (let salt = 0; salt < salts; salt++) partitions.push(sumsPartition(slot, salt));
  }
  return partitions;
};

export const encodeSumsItem = ({ batch, payload }: SumsItem, writtenAt: number, salt: number): Item =>
  toItem({
    ...{ partition: sumsPartition(writtenAt, salt), batch, payload },
    expires_at: Math.ceil((writtenAt + KEEP_MS) / 1_000),
  });

export const decodeSumsItem = (item: unknown): SumsItem => {
  const fields = new Fields(fromItem(item), 'item of quality sums');
  return { batch: fields.text('batch'), payload: fields.bytes('payload') };
};

/** The key of the item with the state of the detection. */
export const DETECTOR_KEY: Item = toItem({ partition: 'detector', batch: 'state' });
