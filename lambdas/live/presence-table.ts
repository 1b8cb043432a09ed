/** Keys of the presence table, for the step that writes it and the step that reads it. */

/** Partition of the presence items of an instant. */
export const presencePartition = (instant: number, salt: number): string => `${instant}#${salt}`;

/** Partition of the progress items of a salt: one item per bucket, sort key the bucket. */
export const progressPartition = (salt: number): string => `progress#${salt}`;

/**
 * Sort key of a presence item. It is derived from the batch, so a batch delivered again overwrites its own item; it
 * begins with the arrival of the batch's newest record, so a reader can ask for what came after a watermark.
 */
export const batchKey = (
  newestArrivalMs: number,
  shardId: string,
  firstSequenceNumber: string,
  records: number,
): string => `${arrivalKey(newestArrivalMs)}#${shardId}#${firstSequenceNumber}#${records}`;

/** Least sort key of a batch whose newest record arrived then. */
export const arrivalKey = (arrivalMs: number): string => String(Math.max(0, Math.floor(arrivalMs))).padStart(14, '0');
