const FIRST_BYTES = 2 ** 16;

/** Lines of JSON as they are gathered: bytes from the start, for long texts that live for a moment cost more than their making. */
export class Ndjson {
  private bytes = Buffer.allocUnsafe(FIRST_BYTES);
  private length = 0;

  /** Appends one object: its opening fields as text `{…}`, and what it shares with others as bytes `…}` and a line's end. */
  append(opening: string, shared: Buffer): void {
    const most = this.length + 3 * opening.length + shared.length;
    if (most > this.bytes.length) {
      this.bytes = Buffer.concat([this.bytes.subarray(0, this.length)], Math.max(most, 2 * this.bytes.length));
    }
    this.length += this.bytes.write(opening, this.length);
    this.bytes[this.length - 1] = COMMA; // in the place of its brace
    this.length += shared.copy(this.bytes, this.length);
  }

  get content(): Buffer {
    return this.bytes.subarray(0, this.length);
  }
}

const COMMA = 0x2c;
