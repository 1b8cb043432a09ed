import type { StreamRecord } from '../../core/ports';
import { ServiceError } from '../../core/service';
import type { Fields } from '../../core/fields';
import { fromSequenceNumber } from './sequence';
import type { Shard } from './shard';

/** Where GetShardIterator starts: the sequence after which to read, 0 for the oldest record. */
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
      if (ms > now) throw invalid('Timestamp must not lie in the future.');
      return ms * 1000 - 1;
    }
    default:
      throw invalid(`ShardIteratorType ${type} is unknown.`);
  }
};

/** The records after a sequence, and the sequence to go on from. */
export const readAfter = (
  { log }: Shard,
  after: number,
  limit: number,
): { readonly records: StreamRecord[]; readonly next: number } => {
  const records = (log.tip ?? 0) > after ? log.read(after, limit) : [];
  const last = records.at(-1);
  return { records, next: last ? fromSequenceNumber(last.sequenceNumber) : after };
};

/** Whether a reader that has got as far as `next` has read all that the shard will ever hold. */
export const hasEnded = (shard: Shard, next: number): boolean => !shard.isOpen && next >= (shard.log.tip ?? 0);

/** The sequence behind a sequence number; throws InvalidArgumentException for one that is not ours. */
export const parseSequence = (sequenceNumber: string): number => {
  const sequence = fromSequenceNumber(sequenceNumber);
  if (Number.isNaN(sequence)) throw invalid(`${sequenceNumber} is no sequence number of this stream.`);
  return sequence;
};

const invalid = (message: string): ServiceError => new ServiceError('InvalidArgumentException', message);
