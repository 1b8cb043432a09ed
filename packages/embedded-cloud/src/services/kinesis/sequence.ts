/**
 * A sequence is the microsecond at which the stream accepted the record, or the next free one. It therefore increases
 * within a shard, from parents to children and across restarts, and contains the arrival time. The API shows it as text
 * of a fixed width, so strings sort like numbers. The text is too long for a JavaScript number on purpose: a reader
 * that parses it as a number fails here, before it fails on AWS.
 */
const PREFIX = '4959';
const DIGITS = 17;

/** Formats a sequence as the decimal string that the API uses. */
export const toSequenceNumber = (micros: number): string => PREFIX + String(micros).padStart(DIGITS, '0');

/** Parses a sequence number into its microsecond; NaN when it is malformed. */
export const fromSequenceNumber = (sequenceNumber: string): number =>
  sequenceNumber.length === PREFIX.length + DIGITS && sequenceNumber.startsWith(PREFIX)
    ? Number(sequenceNumber.slice(PREFIX.length))
    : NaN;

/** Epoch ms at which the record arrived. */
export const arrivedAt = (micros: number): number => Math.floor(micros / 1000);

/** Issues strictly increasing sequences, even when the clock stops or is set back. */
export class Sequencer {
  constructor(private last: number) {}

  next(nowMs: number): number {
    this.last = Math.max(this.last + 1, nowMs * 1000);
    return this.last;
  }
}
