import { hash } from 'node:crypto';

/**
 * The largest hash key. A hash key is a 128-bit number written as 32 hexadecimal digits, so strings sort like numbers.
 */
export const MAX_HASH_KEY = 'f'.repeat(32);

/** The hash key of a partition key: its MD5, as the Kinesis API reference documents it. */
export const hashOfPartitionKey = (partitionKey: string): string => hash('md5', partitionKey, 'hex');

/** Parses the decimal form that the API uses; undefined when the text is not a 128-bit number. */
export const fromDecimal = (decimal: string): string | undefined => {
  if (!/^(0|[1-9]\d{0,38})$/.test(decimal)) return undefined;
  const hex = BigInt(decimal).toString(16).padStart(32, '0');
  return hex.length === 32 ? hex : undefined;
};

/** Formats a hash key as the decimal number that the API uses. */
export const toDecimal = (hex: string): string => toBigInt(hex).toString();

/** The next lower hash key. */
export const below = (hex: string): string => toHex(toBigInt(hex) - 1n);

/** The next higher hash key. */
export const above = (hex: string): string => toHex(toBigInt(hex) + 1n);

/** The first hash key of each of `count` equal ranges. */
export const uniformStarts = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => toHex((BigInt(index) << 128n) / BigInt(count)));

const toBigInt = (hex: string): bigint => BigInt(`0x${hex}`);

const toHex = (value: bigint): string => value.toString(16).padStart(32, '0');
