import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';
import { invalidArgument } from './invalid-argument';

/** A shard iterator expires after five minutes, as on AWS. */
const LIFETIME_MS = 300_000;

/** A position in a shard: GetRecords returns the records after the sequence `after`; 0 starts at the oldest record. */
export interface Position {
  readonly streamName: string;
  readonly shardId: string;
  readonly after: number;
}

/** Encodes a position as the opaque token that GetRecords accepts. */
export const toIterator = (position: Position, now: number): string =>
  Buffer.from(JSON.stringify({ ...position, now, nonce: randomUUID() })).toString('base64');

/**
 * Decodes a token. Throws InvalidArgumentException for a malformed token and ExpiredIteratorException for one that is
 * older than five minutes.
 */
export const fromIterator = (token: string, now: number): Position => {
  const fields = parse(token);
  if (now - fields.number('now') > LIFETIME_MS) {
    throw new ServiceError('ExpiredIteratorException', 'Iterator expired: it is older than five minutes.');
  }
  return { streamName: fields.string('streamName'), shardId: fields.string('shardId'), after: fields.number('after') };
};

const parse = (token: string): Fields => {
  try {
    return Fields.parse(Buffer.from(token, 'base64').toString());
  } catch {
    throw invalidArgument('Invalid ShardIterator.');
  }
};
