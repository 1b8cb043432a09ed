import { refuse } from './refuse';

const SPECIFIER = /%(?:%|([,0]*)(\d*)(?:\.(\d+))?([a-zA-Z]))/g;

/** Java's format, for %s, %d and %f. An argument is `<kind>:<text>`, where the kind is text, integer or number. */
export const format = (pattern: string, ...values: readonly string[]): string => {
  let used = 0;
  return pattern.replace(SPECIFIER, (whole, flags = '', width = '', digits: string | undefined, letter = '') => {
    if (whole === '%%') return '%';
    const [, kind = '', text = ''] = /^(\w+):([\s\S]*)$/.exec(values[used++] ?? '') ?? [];
    const plain = write(String(letter), kind, text, digits);
    const grouped = String(flags).includes(',') ? group(plain) : plain;
    return String(flags).includes('0') ? padZeros(grouped, Number(width)) : grouped.padStart(Number(width));
  });
};

const write = (letter: string, kind: string, text: string, digits: string | undefined): string => {
  if (letter === 's' && kind !== 'number' && digits === undefined) return text;
  if (letter === 'd' && kind === 'integer') return text;
  if (letter === 'f' && kind === 'number') return rounded(text, Number(digits ?? 6));
  return refuse('format with %s of texts and integers, %d of integers and %f of doubles and decimals');
};

/** Rounds the shortest decimal digits of a number half up, as Java does. */
const rounded = (text: string, digits: number): string => {
  const [, sign = '', whole = '', fraction = ''] = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (whole === '') return refuse('format with %f of numbers without exponents');
  const all = BigInt(whole + fraction.padEnd(digits + 1, '0').slice(0, digits + 1));
  const value = ((all + 5n) / 10n).toString().padStart(digits + 1, '0');
  const split = value.length - digits;
  return `${sign}${value.slice(0, split)}${digits === 0 ? '' : `.${value.slice(split)}`}`;
};

const group = (text: string): string => {
  const [, head = '', rest = ''] = /^(-?\d+)(.*)$/.exec(text) ?? [];
  return head.replace(/\B(?=(\d{3})+(?!\d))/g, ',') + rest;
};

const padZeros = (text: string, width: number): string =>
  text.startsWith('-') ? `-${text.slice(1).padStart(width - 1, '0')}` : text.padStart(width, '0');
