/**
 * CBOR as AWS's protocols use it. Source: RFC 8949. Numbers are JavaScript numbers: an integer beyond 2^53 loses
 * precision, which no operation of the embedded services needs.
 */

/** A value with a tag, such as tag 1 for a timestamp. */
export class Tagged {
  constructor(
    readonly tag: number,
    readonly value: unknown,
  ) {}
}

const MAJOR = { unsigned: 0, negative: 1, bytes: 2, text: 3, list: 4, map: 5, tag: 6, simple: 7 } as const;
const SIMPLE = { false: 20, true: 21, null: 22, half: 25, single: 26, double: 27 } as const;
const INDEFINITE = 31;
const BREAK = 0xff;

/** Encodes null, booleans, numbers, strings, Uint8Arrays, arrays, Tagged values and objects; skips undefined members. */
export const encodeCbor = (value: unknown): Buffer => {
  const parts: Uint8Array[] = [];
  write(parts, value);
  return Buffer.concat(parts);
};

const write = (parts: Uint8Array[], value: unknown): void => {
  if (typeof value === 'number')
    parts.push(Number.isSafeInteger(value) && !Object.is(value, -0) ? integer(value) : double(value));
  else if (typeof value === 'string') {
    const text = Buffer.from(value, 'utf8');
    parts.push(head(MAJOR.text, text.length), text);
  } else if (typeof value === 'boolean') parts.push(head(MAJOR.simple, value ? SIMPLE.true : SIMPLE.false));
  else if (value instanceof Uint8Array) parts.push(head(MAJOR.bytes, value.length), value);
  else if (value instanceof Tagged) {
    parts.push(head(MAJOR.tag, value.tag));
    write(parts, value.value);
  } else if (Array.isArray(value)) {
    parts.push(head(MAJOR.list, value.length));
    for (const item of value) write(parts, item);
  } else if (typeof value === 'object' && value !== null) writeMap(parts, value);
  else parts.push(head(MAJOR.simple, SIMPLE.null));
};

const writeMap = (parts: Uint8Array[], value: object): void => {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  parts.push(head(MAJOR.map, entries.length));
  for (const [name, member] of entries) {
    write(parts, name);
    write(parts, member);
  }
};

const integer = (value: number): Buffer => (value < 0 ? head(MAJOR.negative, -1 - value) : head(MAJOR.unsigned, value));

const double = (value: number): Buffer => {
  const bytes = Buffer.alloc(9);
  bytes[0] = (MAJOR.simple << 5) | SIMPLE.double;
  bytes.writeDoubleBE(value, 1);
  return bytes;
};

/** The first bytes of an item: its major type and its argument, such as a length. */
const head = (major: number, argument: number): Buffer => {
  const first = major << 5;
  if (argument < 24) return Buffer.of(first | argument);
  if (argument < 0x100) return Buffer.of(first | 24, argument);
  const [size, code] = argument < 0x1_0000 ? [2, 25] : argument < 0x1_0000_0000 ? [4, 26] : [8, 27];
  const bytes = Buffer.alloc(1 + size);
  bytes[0] = first | code;
  if (size === 8) bytes.writeBigUInt64BE(BigInt(argument), 1);
  else bytes.writeUIntBE(argument, 1, size);
  return bytes;
};

/** Decodes one item, which must fill the input; throws when it is malformed. */
export const decodeCbor = (bytes: Buffer): unknown => {
  const reader = new Reader(bytes);
  const value = reader.item();
  if (!reader.isAtEnd) throw new Error('The CBOR has more than one item.');
  return value;
};

class Reader {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get isAtEnd(): boolean {
    return this.at === this.bytes.length;
  }

  item(): unknown {
    const first = this.byte();
    const [major, info] = [first >> 5, first & 31];
    switch (major) {
      case MAJOR.unsigned:
        return this.argument(info);
      case MAJOR.negative:
        return -1 - this.argument(info);
      case MAJOR.bytes:
        return this.string(major, info);
      case MAJOR.text:
        return this.string(major, info).toString('utf8');
      case MAJOR.list:
        return Array.from(this.items(info));
      case MAJOR.map:
        return this.map(info);
      case MAJOR.tag:
        return new Tagged(this.argument(info), this.item());
      default:
        return this.simple(info);
    }
  }

  private *items(info: number): Generator {
    if (info !== INDEFINITE) {
      for (let left = this.argument(info); left > 0; left -= 1) yield this.item();
      return;
    }
    while (!this.isBreak()) yield this.item();
  }

  private map(info: number): unknown {
    const entries: [string, unknown][] = [];
    const count = info === INDEFINITE ? Infinity : this.argument(info);
    while (info === INDEFINITE ? !this.isBreak() : entries.length < count) {
      const key = this.item();
      if (typeof key !== 'string') throw new Error('A key of a CBOR map is not a text.');
      entries.push([key, this.item()]);
    }
    return Object.fromEntries(entries);
  }

  /** Bytes or a text, in one piece or in pieces of known length. */
  private string(major: number, info: number): Buffer {
    if (info !== INDEFINITE) return this.take(this.argument(info));
    const pieces: Buffer[] = [];
    while (!this.isBreak()) {
      const first = this.byte();
      if (first >> 5 !== major) throw new Error('A piece of a CBOR string has another type.');
      pieces.push(this.take(this.argument(first & 31)));
    }
    return Buffer.concat(pieces);
  }

  private simple(info: number): unknown {
    switch (info) {
      case SIMPLE.false:
        return false;
      case SIMPLE.true:
        return true;
      case SIMPLE.half:
        return fromHalf(this.take(2).readUInt16BE());
      case SIMPLE.single:
        return this.take(4).readFloatBE();
      case SIMPLE.double:
        return this.take(8).readDoubleBE();
      case SIMPLE.null:
      case SIMPLE.null + 1: // undefined
        return null;
      default:
        throw new Error('The CBOR has an unknown simple value.');
    }
  }

  private argument(info: number): number {
    if (info < 24) return info;
    if (info > 27) throw new Error('The CBOR has a malformed item.');
    const bytes = this.take(1 << (info - 24));
    return bytes.length === 8 ? Number(bytes.readBigUInt64BE()) : bytes.readUIntBE(0, bytes.length);
  }

  private isBreak(): boolean {
    if (this.bytes[this.at] !== BREAK) return false;
    this.at += 1;
    return true;
  }

  private byte(): number {
    return this.take(1).readUInt8();
  }

  private take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new Error('The CBOR ends too early.');
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
}

/** Source: RFC 8949, appendix D. */
const fromHalf = (half: number): number => {
  const [exponent, fraction] = [(half >> 10) & 31, half & 1023];
  const sign = half & 0x8000 ? -1 : 1;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1024 + fraction) * 2 ** (exponent - 25));
};
