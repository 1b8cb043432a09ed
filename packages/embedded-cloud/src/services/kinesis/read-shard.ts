import type { StreamRecord } from '../../core/ports';
import type { Fields } from '../../core/fields';
import { invalidArgument } from './invalid-argument';
import { fromSequenceNumber } from './sequence';
import type { Shard } from './shard';

/** The sequence after which a new shard iterator reads; 0 to start at the oldest record. */
export const startOf = (shard: Shard, input: Fields, now: number): number => {
  const type = input.string('ShardIteratorType');
  switch (type) {
    case 'TRIM_HORIZON':
      return 0;
    case 'LATEST':
      return shard.log.tip ?? 0;
    case 'AT_SEQUENCE_NUMBER':
      return parseSequence(input.string('StartingSequenceNumber')) - 1;
    case 'AFTER_SEQUENCE_NUMBER':
      return parseSequence(input.string('StartingSequenceNumber'));
    case 'AT_TIMESTAMP': {
      const ms = Math.round(input.number('Timestamp') * 1000);
      if (ms > now) throw invalidArgument('Timestamp must not be in the future.');
      return ms * 1000 - 1;
    }
    default:
      throw invalidArgument(`ShardIteratorType ${type} is unknown.`);
  }
};

/** Reads the records after a sequence; `next` is the sequence to continue from. */
export const readAfter = (
  { log }: Shard,
  after: number,
  limit: number,
): { readonly records: StreamRecord[]; readonly next: number } => {
  const records = (log.tip ?? 0) > after ? log.read(after, limit) : [];
  const last = records.at(-1);
  return { records, next: last ? fromSequenceNumber(last.sequenceNumber) : after };
};

/** Whether the shard is closed and a reader that has read up to `next` has read all of it. */
export const hasEnded = (shard: Shard, next: number): boolean => !shard.isOpen && next >= (shard.log.tip ?? 0);

/** Decodes a sequence number; throws InvalidArgumentException when it is malformed. */
export const parseSequence = (sequenceNumber: string): number => {
  const sequence = fromSequenceNumber(sequenceNumber);
  if (Number.isNaN(sequence)) throw invalidArgument(`${sequenceNumber} is not a sequence number of this stream.`);
  return sequence;
};
