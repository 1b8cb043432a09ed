const INITIAL_BYTES = 2 ** 16;

/** Collects lines of JSON in a buffer, because joining long strings would take longer than generating them. */
export class Ndjson {
  private bytes = Buffer.allocUnsafe(INITIAL_BYTES);
  private length = 0;

  /**
   * Appends one object: its own fields as the text `{…}`, then the fields it shares with others as the bytes `…}\n`.
   */
  append(ownFields: string, sharedFields: Buffer): void {
    const maximum = this.length + 3 * ownFields.length + sharedFields.length;
    if (maximum > this.bytes.length) {
      this.bytes = Buffer.concat([this.bytes.subarray(0, this.length)], Math.max(maximum, 2 * this.bytes.length));
    }
    this.length += this.bytes.write(ownFields, this.length);
    this.bytes[this.length - 1] = COMMA; // replaces the closing brace
    this.length += sharedFields.copy(this.bytes, this.length);
  }

  get content(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}

const COMMA = 0x2c;
