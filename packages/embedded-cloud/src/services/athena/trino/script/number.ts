import { invalidArgument, refuse } from './refuse';

const bits = (type: string): number => ({ TINYINT: 8, SMALLINT: 16, INTEGER: 32 })[type] ?? 64;

/** Shifts an integer of one of DuckDB's types, whose width decides which bits are lost. */
const shift =
  (move: (value: bigint, by: bigint, width: number) => bigint) =>
  (value: string, by: string, type: string): string => {
    const width = bits(type);
    if (Number(by) < 0) return invalidArgument('Shift must be positive');
    return String(BigInt.asIntN(width, move(BigInt(value), BigInt(by), width)));
  };

/** Units of data sizes, in powers of 1,024. */
const SIZES = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB', 'ZB', 'YB'];

const dataSize = (text: string): string => {
  const [, whole = '', fraction = '', unit = ''] = /^(\d+)(?:\.(\d+))?(\w+)$/.exec(text) ?? [];
  const power = SIZES.indexOf(unit);
  if (power < 0) return invalidArgument(`Invalid data size: '${text}'`);
  return String((BigInt(whole + fraction) * 1_024n ** BigInt(power)) / 10n ** BigInt(fraction.length));
};

/** Units of durations in ms. */
const DURATIONS: Readonly<Record<string, number>> = {
  ...{ ns: 1e-6, us: 1e-3, ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 },
};

const durationMs = (text: string): string => {
  const [, count = '', unit = ''] = /^\s*(\d+(?:\.\d+)?)\s*([a-zA-Z]+)\s*$/.exec(text) ?? [];
  const factor = DURATIONS[unit];
  return factor === undefined
    ? invalidArgument(`duration is not a valid data duration string: ${text}`)
    : String(Math.round(Number(count) * factor));
};

/** A number with three digits and a unit, such as 1.5M. Source: io.trino.operator.scalar.FormatNumberFunction. */
const formatNumber = (text: string): string => {
  let value = Number(text);
  if (!Number.isFinite(value) || Math.abs(value) >= 1e18) return refuse('format_number below 10^18');
  let unit = 0;
  while (Math.abs(value) >= 1_000) {
    value /= 1_000;
    unit += 1;
  }
  const digits = Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0;
  return `${Number(value.toFixed(digits))}${['', 'K', 'M', 'B', 'T', 'Q'][unit] ?? ''}`;
};

/** A double in DuckDB's text. */
const toNumber = (text: string): number => Number(text.replace(/inf$/, 'Infinity').replace('nan', 'NaN'));

/** Writes a number as bytes, in hexadecimal digits. */
const bytes = (size: number, write: (buffer: Buffer) => void): string => {
  const buffer = Buffer.alloc(size);
  write(buffer);
  return buffer.toString('hex');
};

const read = (hex: string, size: number, from: (buffer: Buffer) => number | bigint): string => {
  const buffer = Buffer.from(hex, 'hex');
  if (buffer.length !== size) return invalidArgument(`expected ${size}-byte input, but got instead: ${buffer.length}`);
  return String(from(buffer));
};

/** The positions of every combination of `size` of `length` elements, in JSON. */
const combinations = (length: string, size: string): string => {
  const [all, wanted] = [Number(length), Number(size)];
  if (wanted < 0 || wanted > 5) return invalidArgument('combination size must not be negative or exceed 5: ' + size);
  const choose = (from: number, count: number): number[][] =>
    count === 0
      ? [[]]
      : Array.from({ length: Math.max(all - from + 1, 0) }, (_, index) => from + index).flatMap((first) =>
          choose(first + 1, count - 1).map((rest) => [first, ...rest]),
        );
  // Trino varies the first positions fastest.
  const byLast = (a: number[], b: number[]): number =>
    a.reduceRight((order, position, index) => order || position - (b[index] ?? 0), 0);
  return JSON.stringify(choose(1, wanted).sort(byLast));
};

/** Trino's functions of numbers that DuckDB lacks. */
export const NUMBER_SCRIPTS = {
  bitwise_left_shift: shift((value, by, width) => (by >= width ? 0n : value << by)),
  bitwise_right_shift: shift((value, by, width) => BigInt.asUintN(width, value) >> by),
  bitwise_right_shift_arithmetic: shift((value, by) => value >> by),
  parse_data_size: dataSize,
  parse_presto_data_size: dataSize,
  duration_ms: durationMs,
  format_number: formatNumber,
  combinations,
  to_big_endian_32: (value: string) => bytes(4, (buffer) => buffer.writeInt32BE(Number(value))),
  to_big_endian_64: (value: string) => bytes(8, (buffer) => buffer.writeBigInt64BE(BigInt(value))),
  to_ieee754_32: (value: string) => bytes(4, (buffer) => buffer.writeFloatBE(toNumber(value))),
  to_ieee754_64: (value: string) => bytes(8, (buffer) => buffer.writeDoubleBE(toNumber(value))),
  from_big_endian_32: (hex: string) => read(hex, 4, (buffer) => buffer.readInt32BE()),
  from_big_endian_64: (hex: string) => read(hex, 8, (buffer) => buffer.readBigInt64BE()),
  from_ieee754_32: (hex: string) => read(hex, 4, (buffer) => buffer.readFloatBE()),
  from_ieee754_64: (hex: string) => read(hex, 8, (buffer) => buffer.readDoubleBE()),
};
