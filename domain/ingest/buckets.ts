import { sessionHash } from './session-hash';

/*
 * A session always falls into the same bucket, and a bucket is a contiguous part of the stream's hash-key space. So a
 * shard holds whole neighbouring buckets, evenly spread however the stream is resharded, and a bucket's records keep
 * their order. A bucket from before the number of buckets was lowered is taken modulo that number: it is still counted.
 */
const HASH_KEY_SPACE = 1n << 128n;

/** The bucket of a session, from 0 to `buckets` - 1. */
export const bucketOf = (sessionId: string, buckets: number): number => sessionHash(sessionId).low % buckets;

/** Kinesis partition key of a bucket. */
export const partitionKeyOf = (bucket: number): string => String(bucket);

/** Kinesis explicit hash key of a bucket: the middle of its part of the 128-bit hash-key space, in decimal. */
export const hashKeyOf = (bucket: number, buckets: number): string =>
  (((2n * BigInt(bucket % buckets) + 1n) * HASH_KEY_SPACE) / (2n * BigInt(buckets))).toString();

/** The salt of the presence keys of a bucket: neighbours share one, so a shard's batch writes to one or two. */
export const saltOf = (bucket: number, buckets: number, salts: number): number =>
  Math.floor(((bucket % buckets) * salts) / buckets);
