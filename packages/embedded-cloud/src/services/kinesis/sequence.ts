/**
 * A sequence number is the microsecond at which the stream took the record, or the next free one after it. So it grows
 * within a shard, from parents to children and across restarts, and it tells when the record arrived. As text it has a
 * fixed width, which makes comparing strings the same as comparing numbers, and is too long for a JavaScript number: a
 * reader that parses it as one notices here and not on AWS.
 */
const PREFIX = '4959';
const DIGITS = 17;

/** The decimal string that the API shows. */
export const toSequenceNumber = (micros: number): string => PREFIX + String(micros).padStart(DIGITS, '0');

/** The microsecond behind a sequence number; NaN when the string is none of ours. */
export const fromSequenceNumber = (sequenceNumber: string): number =>
  sequenceNumber.length === PREFIX.length + DIGITS && sequenceNumber.startsWith(PREFIX)
    ? Number(sequenceNumber.slice(PREFIX.length))
    : NaN;

/** Epoch ms at which the record arrived. */
export const arrivedAt = (micros: number): number => Math.floor(micros / 1000);

/** Hands out sequence numbers that never repeat nor fall, even where the clock stands still or steps back. */
export class Sequencer {
  constructor(private last: number) {}

  next(nowMs: number): number {
    this.last = Math.max(this.last + 1, nowMs * 1000);
    return this.last;
  }
}
