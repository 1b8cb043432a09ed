import { hash } from 'node:crypto';

/** 128-bit hash keys as 32 hexadecimal digits: compared as strings, they order as numbers do. */
export const MAX_HASH_KEY = 'f'.repeat(32);

/** Where a partition key falls: its MD5, as Kinesis documents it. */
export const hashOfPartitionKey = (partitionKey: string): string => hash('md5', partitionKey, 'hex');

/** From the API's decimal form; undefined when it is no 128-bit number. */
export const fromDecimal = (decimal: string): string | undefined => {
  if (!/^(0|[1-9]\d{0,38})$/.test(decimal)) return undefined;
  const hex = BigInt(decimal).toString(16).padStart(32, '0');
  return hex.length === 32 ? hex : undefined;
};

/** To the API's decimal form. */
export const toDecimal = (hex: string): string => toBigInt(hex).toString();

/** The hash key just below. */
export const below = (hex: string): string => toHex(toBigInt(hex) - 1n);

/** The hash key just above. */
export const above = (hex: string): string => toHex(toBigInt(hex) + 1n);

/** The first hash keys of `count` equal ranges. */
export const uniformStarts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => toHex((BigInt(index) << 128n) / BigInt(count)));

const toBigInt = (hex: string): bigint => BigInt(`0x${hex}`);

const toHex = (value: bigint): string => value.toString(16).padStart(32, '0');
