import fc from 'fast-check';
import { bucketOf, hashKeyOf, partitionKeyOf, saltOf } from '../../../domain/ingest/buckets';
import { texts } from '../../support/events';

const HASH_KEY_SPACE = 2n ** 128n;
const bucketCounts = fc.constantFrom(1, 16, 256, 1_000, 4_096);

/** How often each value occurs in a list. */
const countsOf = (values: readonly unknown[]): readonly number[] => {
  const counts = new Map<unknown, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts.values()];
};

it('a session always falls into the same bucket', () => {
  fc.assert(
    fc.property(texts(64), bucketCounts, (sessionId, buckets) => {
      const bucket = bucketOf(sessionId, buckets);
      expect(bucket).toBe(bucketOf(sessionId, buckets));
      expect(bucket >= 0 && bucket < buckets && Number.isInteger(bucket)).toBe(true);
    }),
  );
});

it('sessions spread evenly over the buckets', () => {
  const filled = countsOf(Array.from({ length: 16_000 }, (_, n) => bucketOf(`session-${n}`, 16)));
  expect(filled).toHaveLength(16);
  expect(Math.min(...filled)).toBeGreaterThan(850);
  expect(Math.max(...filled)).toBeLessThan(1_150);
});

it('hash keys are in the stream’s hash-key space, in the order of their buckets', () => {
  for (const buckets of [1, 16, 256, 4_096, 1_000]) {
    const keys = Array.from({ length: buckets }, (_, bucket) => BigInt(hashKeyOf(bucket, buckets)));
    keys.forEach((key, bucket) => expect(key > (keys[bucket - 1] ?? -1n) && key < HASH_KEY_SPACE).toBe(true));
  }
});

it('shards that split the hash-key space evenly hold contiguous buckets, with at most one bucket of difference', () => {
  const shardCounts = fc.integer({ min: 1, max: 64 });
  fc.assert(
    fc.property(bucketCounts, shardCounts, (buckets, shards) => {
      const shardOf = (bucket: number): bigint =>
        (BigInt(hashKeyOf(bucket, buckets)) * BigInt(shards)) / HASH_KEY_SPACE;
      const held = countsOf(Array.from({ length: buckets }, (_, bucket) => shardOf(bucket)));
      expect(held).toHaveLength(Math.min(shards, buckets));
      expect(Math.max(...held) - Math.min(...held)).toBeLessThanOrEqual(1);
    }),
  );
});

it('the partition key of a bucket is its number', () => {
  expect(Number(partitionKeyOf(4_095))).toBe(4_095);
});

it('neighbouring buckets share a salt, and every salt has the same number of buckets', () => {
  const salts = Array.from({ length: 4_096 }, (_, bucket) => saltOf(bucket, 4_096, 64));
  expect(salts).toEqual(Array.from({ length: 4_096 }, (_, bucket) => Math.floor(bucket / 64)));
});
