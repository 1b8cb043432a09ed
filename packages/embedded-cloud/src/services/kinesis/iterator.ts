import { randomUUID } from 'node:crypto';
import { ServiceError } from '../../core/service';
import { Fields } from '../../core/fields';

/** As on AWS. */
const LIFETIME_MS = 300_000;

/** Where a reader stands in a shard: it gets the records after `after`, a sequence (0 for the oldest). */
export interface Position {
  readonly streamName: string;
  readonly shardId: string;
  readonly after: number;
}

/** The opaque token that GetRecords takes. */
export const toIterator = (position: Position, now: number): string =>
  Buffer.from(JSON.stringify({ ...position, now, nonce: randomUUID() })).toString('base64');

/** Throws InvalidArgumentException for a token that is not ours, ExpiredIteratorException after five minutes. */
export const fromIterator = (token: string, now: number): Position => {
  const kept = parse(token);
  if (now - kept.number('now') > LIFETIME_MS) {
    throw new ServiceError('ExpiredIteratorException', 'Iterator expired: it is older than five minutes.');
  }
  return { streamName: kept.string('streamName'), shardId: kept.string('shardId'), after: kept.number('after') };
};

const parse = (token: string): Fields => {
  try {
    return Fields.parse(Buffer.from(token, 'base64').toString());
  } catch {
    throw new ServiceError('InvalidArgumentException', 'Invalid ShardIterator.');
  }
};
