/** An item that is drawn by its weight; the weights need not add up to one. */
export interface Weighted {
  readonly weight: number;
}

/**
 * A seeded generator: the same seed gives the same numbers on every machine. sfc32 by Chris Doty-Humphrey (PractRand),
 * seeded with cyrb128 by bryc; neither is suitable for secrets.
 */
export class Random {
  private readonly words: Uint32Array;

  constructor(seed: string) {
    this.words = hash128(seed);
    for (let round = 0; round < 12; round += 1) this.uint32();
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const { words } = this;
    const [a = 0, b = 0, c = 0, counter = 0] = words;
    const result = (a + b + counter) >>> 0;
    words[0] = b ^ (b >>> 9);
    words[1] = c + (c << 3);
    words[2] = ((c << 21) | (c >>> 11)) + result;
    words[3] = counter + 1;
    return result;
  }

  /** A number from `min` up to, but not including, `max`. */
  uniform(min: number, max: number): number {
    return min + (this.uint32() / 2 ** 32) * (max - min);
  }

  /** A whole number from 0 up to, but not including, `bound`. */
  below(bound: number): number {
    return Math.floor(this.uniform(0, bound));
  }

  /** True with this probability, 0 to 1. */
  chance(probability: number): boolean {
    return this.uniform(0, 1) < probability;
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.uniform(0, 1));
  }

  /** Half of the values are below `median`; `sigma` is the standard deviation of their logarithm. */
  lognormal(median: number, sigma: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform(0, 1)));
    return median * Math.exp(sigma * radius * Math.cos(2 * Math.PI * this.uniform(0, 1)));
  }

  /** The number of arrivals in a period that has `mean` arrivals on average. */
  poisson(mean: number): number {
    let count = 0;
    for (let at = this.exponential(1); at < mean; at += this.exponential(1)) count += 1;
    return count;
  }

  /** One of the items, all equally likely; throws if there are none. */
  pick<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('There are no items to pick from.');
    return item;
  }

  /** One of the items, by their weights; throws if there are none. */
  weighted<T extends Weighted>(items: readonly T[]): T {
    let left = this.uniform(
      0,
      items.reduce((sum, { weight }) => sum + weight, 0),
    );
    for (const item of items) {
      left -= item.weight;
      if (left < 0) return item;
    }
    return this.pick(items.slice(-1)); // reached only through rounding errors
  }

  /** A UUID in the format of version 4. */
  uuid(): string {
    const [a, b, c, d] = [this.hex32(), this.hex32(), this.hex32(), this.hex32()];
    const variant = '89ab'.charAt(this.uint32() & 3);
    return `${a}-${b.slice(0, 4)}-4${b.slice(5)}-${variant}${c.slice(1, 4)}-${c.slice(4)}${d}`;
  }

  private hex32(): string {
    const word = this.uint32();
    return `${hexOf(word >>> 24)}${hexOf(word >>> 16)}${hexOf(word >>> 8)}${hexOf(word)}`;
  }
}

/** Two hexadecimal digits for each byte. A table is many times faster than toString, and most drawn numbers are ids. */
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** The digits of the lowest byte. */
const hexOf = (word: number): string => HEX[word & 0xff] ?? '';

/** Draws ranks from 0 to size - 1 by Zipf's law: the weight of rank r is 1 / (r + 1)^exponent. */
export class ZipfSampler {
  private readonly cumulative: Float64Array;

  constructor(size: number, exponent: number) {
    this.cumulative = new Float64Array(size);
    let sum = 0;
    for (let rank = 0; rank < size; rank += 1) this.cumulative[rank] = sum += (rank + 1) ** -exponent;
  }

  sample(random: Random): number {
    const { cumulative } = this;
    const wanted = random.uniform(0, cumulative.at(-1) ?? 0);
    let [low, high] = [0, cumulative.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? 0) > wanted) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

const hash128 = (text: string): Uint32Array => {
  let [h1, h2, h3, h4] = [1779033703, 3144134277, 1013904242, 2773480762];
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    h1 = h2 ^ Math.imul(h1 ^ code, 597399067);
    h2 = h3 ^ Math.imul(h2 ^ code, 2869860233);
    h3 = h4 ^ Math.imul(h3 ^ code, 951274213);
    h4 = h1 ^ Math.imul(h4 ^ code, 2716044179);
  }
  h1 = Math.imul(h3 ^ (h1 >>> 18), 597399067);
  h2 = Math.imul(h4 ^ (h2 >>> 22), 2869860233);
  h3 = Math.imul(h1 ^ (h3 >>> 17), 951274213);
  h4 = Math.imul(h2 ^ (h4 >>> 19), 2716044179);
  return Uint32Array.of(h1 ^ h2 ^ h3 ^ h4, h2 ^ h1, h3 ^ h1, h4 ^ h1);
};
