const UUID_BYTES = 16;

/** UUIDs in 16 bytes each: one million of them take 16 MB. */
export class EventIds {
  private bytes = Buffer.alloc(UUID_BYTES * 1_024);
  private length = 0;

  add(uuid: string): void {
    if (this.length === this.bytes.length) this.bytes = Buffer.concat([this.bytes, Buffer.alloc(this.length)]);
    this.length += this.bytes.write(uuid.replaceAll('-', ''), this.length, 'hex');
  }

  /** A copy of the ids so far, one after another; {@link readEventIds} reads it. */
  pack(): Uint8Array {
    return new Uint8Array(this.bytes.subarray(0, this.length));
  }
}

/** Yields the UUIDs of a pack, in the order in which they were added. */
export function* readEventIds(pack: Uint8Array): Generator<string, void, void> {
  const hex = Buffer.from(pack.buffer, pack.byteOffset, pack.byteLength);
  for (let at = 0; at < hex.length; at += UUID_BYTES) {
    const text = hex.toString('hex', at, at + UUID_BYTES);
    const cuts = [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)];
    yield cuts.join('-');
  }
}
