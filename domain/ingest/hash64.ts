/** 64 bits as two unsigned 32-bit halves, the cheapest exact form in JavaScript. */
export interface Hash64 {
  readonly high: number;
  readonly low: number;
}

const rotate = (value: number, bits: number): number => (value << bits) | (value >>> (32 - bits));

/** MurmurHash3 x86 32-bit (Austin Appleby, public domain) over UTF-16 code units, two per block. */
const murmur3 = (text: string, seed: number): number => {
  let hash = seed;
  const { length } = text;
  for (let at = 0; at < length; at += 2) {
    const next = at + 1 < length ? text.charCodeAt(at + 1) : 0;
    let block = text.charCodeAt(at) | (next << 16);
    block = rotate(Math.imul(block, 0xcc9e2d51), 15);
    hash ^= Math.imul(block, 0x1b873593);
    hash = (Math.imul(rotate(hash, 13), 5) + 0xe6546b64) | 0;
  }
  hash ^= length * 2;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
};

/** Hashes a text to 32 bits, where a collision does little harm. */
export const hash32 = (text: string): number => murmur3(text, 0x9747b28c);

/**
 * Hashes a text, such as a session id, to 64 bits. Among 5 million sessions, the probability that any two collide
 * is 1 in 1.5 million (n² / 2⁶⁵), so the number of distinct hashes is the number of sessions.
 */
export const hash64 = (text: string): Hash64 => ({
  high: hash32(text),
  low: murmur3(text, 0x1b56c4f5),
});
