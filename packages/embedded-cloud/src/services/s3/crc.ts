import { crc32 } from 'node:zlib';

/** A checksum in progress; Node's hashes have the same methods. */
export interface Checksum {
  update(bytes: Buffer): unknown;
  /** In big-endian order. */
  digest(): Buffer;
}

/** CRC-32 of ISO-HDLC, which Node's zlib computes. */
export class Crc32 implements Checksum {
  private value = 0;

  update(bytes: Buffer): void {
    this.value = crc32(bytes, this.value);
  }

  digest(): Buffer {
    return toBytes(this.value);
  }
}

/** CRC-32C (Castagnoli). Source: RFC 3720, appendix B.4. */
export class Crc32c implements Checksum {
  private value = -1;

  update(bytes: Buffer): void {
    const { low } = CRC32C;
    let value = this.value;
    for (const byte of bytes) value = (value >>> 8) ^ (low[(value ^ byte) & 0xff] ?? 0);
    this.value = value;
  }

  digest(): Buffer {
    return toBytes(~this.value);
  }
}

/** CRC-64/NVME, in two halves of 32 bits. Source: NVM Express NVM Command Set Specification 1.0, section 5.2.1.3.4. */
export class Crc64Nvme implements Checksum {
  private high = -1;
  private low = -1;

  update(bytes: Buffer): void {
    const table = CRC64NVME;
    let { high, low } = this;
    for (const byte of bytes) {
      const index = (low ^ byte) & 0xff;
      low = ((low >>> 8) | (high << 24)) ^ (table.low[index] ?? 0);
      high = (high >>> 8) ^ (table.high[index] ?? 0);
    }
    Object.assign(this, { high, low });
  }

  digest(): Buffer {
    return Buffer.concat([toBytes(~this.high), toBytes(~this.low)]);
  }
}

interface Table {
  readonly high: Int32Array;
  readonly low: Int32Array;
}

/** The remainders of all bytes for a reflected polynomial. */
const tableOf = (polynomial: { readonly high: number; readonly low: number }): Table => {
  const table = { high: new Int32Array(256), low: new Int32Array(256) };
  for (let byte = 0; byte < 256; byte++) {
    let [high, low] = [0, byte];
    for (let bit = 0; bit < 8; bit++) {
      const isOdd = (low & 1) === 1;
      low = ((low >>> 1) | (high << 31)) ^ (isOdd ? polynomial.low : 0);
      high = (high >>> 1) ^ (isOdd ? polynomial.high : 0);
    }
    table.high[byte] = high;
    table.low[byte] = low;
  }
  return table;
};

const CRC32C = tableOf({ high: 0, low: 0x82f63b78 });
const CRC64NVME = tableOf({ high: 0x9a6c9329, low: 0xac4bc9b5 });

const toBytes = (value: number): Buffer => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value >>> 0);
  return bytes;
};
