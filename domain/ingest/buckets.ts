import { hash64 } from './hash64';

/*
 * A subject, such as a session, always belongs to the same bucket, and a bucket is a contiguous part of the stream's
 * hash-key space. So a shard holds whole neighbouring buckets, evenly spread after every resharding, and the
 * records of a bucket keep their order. If the number of buckets is lowered, records with an older, higher bucket number
 * are counted under that number modulo the new one.
 */
const HASH_KEY_SPACE = 1n << 128n;

/** The bucket of a subject, from 0 to `buckets` - 1. */
export const bucketOf = (subject: string, buckets: number): number => hash64(subject).low % buckets;

/** The Kinesis partition key of a bucket. */
export const partitionKeyOf = (bucket: number): string => String(bucket);

/** The Kinesis explicit hash key of a bucket: the middle of its part of the 128-bit hash-key space, in decimal. */
export const hashKeyOf = (bucket: number, buckets: number): string =>
  (((2n * BigInt(bucket % buckets) + 1n) * HASH_KEY_SPACE) / (2n * BigInt(buckets))).toString();

/** The salt of the presence keys of a bucket. Neighbouring buckets share one, so the batch of a shard writes to one or two. */
export const saltOf = (bucket: number, buckets: number, salts: number): number =>
  Math.floor(((bucket % buckets) * salts) / buckets);
