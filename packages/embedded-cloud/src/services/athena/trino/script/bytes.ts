import { invalidArgument } from './refuse';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** Base32 with padding. Source: RFC 4648, section 6. */
const toBase32 = (hex: string): string => {
  const bits = [...Buffer.from(hex, 'hex')].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const text = (bits.match(/.{1,5}/g) ?? []).map((five) => ALPHABET[parseInt(five.padEnd(5, '0'), 2)] ?? '').join('');
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
};

const fromBase32 = (text: string): string => {
  const values = Array.from(text.replace(/=+$/, ''), (letter) => ALPHABET.indexOf(letter));
  if (values.includes(-1)) return invalidArgument('Unrecognized character in base32');
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  return (bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2).toString(16).padStart(2, '0')).join('');
};

const [P1, P2, P3, P4, P5] = [
  ...[0x9e3779b185ebca87n, 0xc2b2ae3d27d4eb4fn, 0x165667b19e3779f9n, 0x85ebca77c2b2ae63n, 0x27d4eb2f165667c5n],
] as const;
const wrap = (value: bigint): bigint => BigInt.asUintN(64, value);
const rotate = (value: bigint, by: bigint): bigint => wrap((value << by) | (value >> (64n - by)));
const round = (lane: bigint, input: bigint): bigint => wrap(rotate(wrap(lane + input * P2), 31n) * P1);

/** XXH64 with seed 0. Source: https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md */
const xxhash64 = (hex: string): string => {
  const data = Buffer.from(hex, 'hex');
  let at = 0;
  let hash: bigint = P5;
  if (data.length >= 32) {
    const lanes = [wrap(P1 + P2), P2, 0n, wrap(-P1)];
    for (; at + 32 <= data.length; at += 32) {
      for (const [index, lane] of lanes.entries()) lanes[index] = round(lane, data.readBigUInt64LE(at + 8 * index));
    }
    hash = wrap(lanes.reduce((sum, lane, index) => sum + rotate(lane, [1n, 7n, 12n, 18n][index] ?? 0n), 0n));
    for (const lane of lanes) hash = wrap((hash ^ round(0n, lane)) * P1 + P4);
  }
  hash = wrap(hash + BigInt(data.length));
  for (; at + 8 <= data.length; at += 8) hash = wrap(rotate(hash ^ round(0n, data.readBigUInt64LE(at)), 27n) * P1 + P4);
  if (at + 4 <= data.length) {
    hash = wrap(rotate(hash ^ wrap(BigInt(data.readUInt32LE(at)) * P1), 23n) * P2 + P3);
    at += 4;
  }
  for (; at < data.length; at++) hash = wrap(rotate(hash ^ wrap(BigInt(data[at] ?? 0) * P5), 11n) * P1);
  hash = wrap((hash ^ (hash >> 33n)) * P2);
  hash = wrap((hash ^ (hash >> 29n)) * P3);
  return (hash ^ (hash >> 32n)).toString(16).padStart(16, '0');
};

const [C1, C2] = [0x87c37b91114253d5n, 0x4cf5ad432745937fn] as const;
const mixFirst = (lane: bigint): bigint => wrap(rotate(wrap(lane * C1), 31n) * C2);
const mixSecond = (lane: bigint): bigint => wrap(rotate(wrap(lane * C2), 33n) * C1);
const finish = (hash: bigint): bigint => {
  const first = wrap((hash ^ (hash >> 33n)) * 0xff51afd7ed558ccdn);
  const second = wrap((first ^ (first >> 33n)) * 0xc4ceb9fe1a85ec53n);
  return second ^ (second >> 33n);
};

/** MurmurHash3_x64_128 with seed 0. Source: https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp */
const murmur3 = (hex: string): string => {
  const data = Buffer.from(hex, 'hex');
  // A last block of zeros changes nothing, so an incomplete block is filled with them.
  const padded = Buffer.concat([data, Buffer.alloc((16 - (data.length % 16)) % 16)]);
  let [first, second] = [0n, 0n];
  for (let at = 0; at < padded.length; at += 16) {
    const isComplete = at + 16 <= data.length;
    first ^= mixFirst(padded.readBigUInt64LE(at));
    if (isComplete) first = wrap((rotate(first, 27n) + second) * 5n + 0x52dce729n);
    second ^= mixSecond(padded.readBigUInt64LE(at + 8));
    if (isComplete) second = wrap((rotate(second, 31n) + first) * 5n + 0x38495ab5n);
  }
  const length = BigInt(data.length);
  const sum = wrap((first ^ length) + (second ^ length));
  const [x, y] = [finish(sum), finish(wrap(sum + (second ^ length)))];
  const result = Buffer.alloc(16);
  result.writeBigUInt64LE(wrap(x + y), 0);
  result.writeBigUInt64LE(wrap(x + 2n * y), 8);
  return result.toString('hex');
};

/** Trino's functions of bytes that DuckDB lacks. Bytes are passed as hexadecimal digits. */
export const BYTE_SCRIPTS = { to_base32: toBase32, from_base32: fromBase32, xxhash64, murmur3 };
