import { createHash, createHmac } from 'node:crypto';
import { invalidArgument, refuse } from './refuse';

const characters = (text: string): string[] => Array.from(text);

const levenshtein = (from: readonly string[], to: readonly string[]): number => {
  let previous = to.map((_, index) => index + 1);
  for (const [row, character] of from.entries()) {
    let left = row + 1;
    let diagonal = row;
    const next: number[] = [];
    for (const [column, other] of to.entries()) {
      const above = previous[column] ?? 0;
      left = Math.min(left + 1, above + 1, diagonal + (character === other ? 0 : 1));
      diagonal = above;
      next.push(left);
    }
    previous = next;
  }
  return previous.at(-1) ?? from.length;
};

const CODES: Readonly<Record<string, string>> = Object.fromEntries(
  ['BFPV', 'CGJKQSXZ', 'DT', 'L', 'MN', 'R'].flatMap((letters, index) =>
    characters(letters).map((letter) => [letter, String(index + 1)] as const),
  ),
);

/** American Soundex: H and W do not separate equal codes, vowels do. */
const soundex = (text: string): string => {
  const letters = characters(text.toUpperCase());
  if (letters.length === 0 || letters.some((letter) => !/[A-Z]/.test(letter)))
    return refuse('soundex of English letters');
  let code = letters[0] ?? '';
  let last = CODES[code] ?? '';
  for (const letter of letters.slice(1)) {
    const digit = CODES[letter] ?? '';
    if (digit !== '' && digit !== last) code += digit;
    if (!/[HW]/.test(letter)) last = digit;
  }
  return code.padEnd(4, '0').slice(0, 4);
};

const UNITS = [
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

const humanSeconds = (text: string): string => {
  let left = Math.round(Number(text));
  if (!(left >= 0)) return refuse('human_readable_seconds of zero and more');
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(left / size);
    left -= count * size;
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? '' : 's'}`);
  }
  return parts.length === 0 ? '0 seconds' : parts.join(', ');
};

/** The digits of a number in a base, as from_base accepts them. */
const fromBase = (text: string, base: string): string => {
  const radix = Number(base);
  const [, sign = '', digits = ''] = /^([+-]?)([0-9a-z]+)$/i.exec(text) ?? [];
  let value = 0n;
  for (const digit of digits) {
    const one = parseInt(digit, radix);
    if (Number.isNaN(one)) return invalidArgument(`Not a valid base-${base} number: ${text}`);
    value = value * BigInt(radix) + BigInt(one);
  }
  if (digits === '') return invalidArgument(`Not a valid base-${base} number: ${text}`);
  return String(sign === '-' ? -value : value);
};

/** Writes a double as Trino's CAST to varchar: always with an exponent. */
const doubleText = (text: string): string => {
  if (/nan/i.test(text)) return 'NaN';
  if (/inf/i.test(text)) return text.startsWith('-') ? '-Infinity' : 'Infinity';
  const value = Number(text);
  if (value === 0) return text.startsWith('-') ? '-0E0' : '0E0';
  const [digits = '', exponent = '0'] = value.toExponential().split('e');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${Number(exponent)}`;
};

const CRC = Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

const crc32 = (bytes: Buffer): number => {
  let value = 0xffffffff;
  for (const byte of bytes) value = (value >>> 8) ^ (CRC[(value ^ byte) & 0xff] ?? 0);
  return (value ^ 0xffffffff) >>> 0;
};

const bytesOf = (hex: string): Buffer => Buffer.from(hex, 'hex');
const hmac = (algorithm: string) => (data: string, key: string) =>
  createHmac(algorithm, bytesOf(key)).update(bytesOf(data)).digest('hex');

/** Divides decimals, rounded half up to a scale. */
const divide = (dividend: string, divisor: string, scale: string): string => {
  const [x, y] = [dividend, divisor].map((text) => {
    const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)\.?(\d*)$/.exec(text) ?? [];
    return { isNegative: sign === '-', digits: BigInt(whole + fraction), scale: fraction.length };
  });
  if (!x || !y || y.digits === 0n) throw new Error('DIVISION_BY_ZERO: Division by zero');
  const places = Number(scale);
  const scaled = x.digits * 10n ** BigInt(places + y.scale - x.scale);
  const rounded = ((2n * scaled + y.digits) / (2n * y.digits)).toString().padStart(places + 1, '0');
  const sign = x.isNegative !== y.isNegative ? '-' : '';
  return `${sign}${rounded.slice(0, -places || undefined)}${places === 0 ? '' : `.${rounded.slice(-places)}`}`;
};

/** Trino's functions on texts and bytes that DuckDB lacks. Bytes are passed as hexadecimal digits. */
export const TEXT_SCRIPTS = {
  divide,
  levenshtein_distance: (a: string, b: string) => String(levenshtein(characters(a), characters(b))),
  hamming_distance: (a: string, b: string) => {
    const [left, right] = [characters(a), characters(b)];
    if (left.length !== right.length)
      return invalidArgument('The input strings to hamming_distance function must have the same length');
    return String(left.filter((character, index) => character !== right[index]).length);
  },
  soundex,
  luhn_check: (text: string) => {
    if (!/^\d+$/.test(text)) return refuse('luhn_check of digits');
    const sum = characters(text)
      .reverse()
      .map((digit, index) => Number(digit) * (index % 2 === 0 ? 1 : 2))
      .reduce((total, value) => total + (value > 9 ? value - 9 : value), 0);
    return String(sum % 10 === 0);
  },
  normalize: (text: string, form: string) => text.normalize(form),
  human_readable_seconds: humanSeconds,
  to_base: (value: string, base: string) => BigInt(value).toString(Number(base)),
  from_base: fromBase,
  double_text: doubleText,
  strpos: (text: string, wanted: string, instance: string) => {
    let at = -1;
    for (let left = Number(instance); left > 0; left--) {
      at = text.indexOf(wanted, at + 1);
      if (at < 0) return '0';
    }
    return String(characters(text.slice(0, at)).length + 1);
  },
  split: (text: string, delimiter: string, limit: string) => {
    const parts = text.split(delimiter);
    const most = Number(limit);
    return JSON.stringify(
      parts.length <= most ? parts : [...parts.slice(0, most - 1), parts.slice(most - 1).join(delimiter)],
    );
  },
  split_to_pairs: (text: string, entries: string, pair: string) => {
    const pairs = text
      .split(entries)
      .filter((entry) => entry !== '')
      .map((entry) => entry.split(pair));
    if (pairs.some((one) => one.length !== 2))
      return invalidArgument('Key-value delimiter must appear exactly once in each entry');
    return JSON.stringify(pairs.map(([key, value]) => ({ key, value })));
  },
  sha512: (hex: string) => createHash('sha512').update(bytesOf(hex)).digest('hex'),
  hmac_md5: hmac('md5'),
  hmac_sha1: hmac('sha1'),
  hmac_sha256: hmac('sha256'),
  hmac_sha512: hmac('sha512'),
  crc32: (hex: string) => String(crc32(bytesOf(hex))),
};
