/** Numbers in a slot: the session's hash, then the caller's. 32 bytes, so that a slot lies in one cache line. */
const WIDTH = 8;
const FIRST_SLOTS = 4_096;
/** A table of 16 MiB. */
const MAX_SLOTS = 2 ** 19;
const MAX_LOAD = 0.75;
const GOLDEN_RATIO = 0x9e3779b1;

/**
 * Keeps seven 32-bit numbers for each session that was asked for lately: for at least `rememberedMs`, or until 393,216 other
 * sessions were asked for. There are two tables. When the current one is old or full, it becomes the older one, and what
 * was in the older one is forgotten.
 */
export class SessionSlots {
  table = emptyTable(FIRST_SLOTS);
  private older = emptyTable(FIRST_SLOTS);
  private sessions = 0;
  /** When the current table was new, epoch ms. */
  private since = 0;

  private readonly multiplier: number;

  /** `seed` is random: then nobody can choose sessions that crowd into a few slots and are slow to find. */
  constructor(
    private readonly rememberedMs: number,
    seed: number,
  ) {
    this.multiplier = seed | 1; // odd
  }

  /**
   * Where the session is in `table`: at this offset is its hash, and after it are its numbers, which are 0 at first. The
   * offset and the table are valid until the next call.
   */
  find(session: number, now: number): number {
    const hash = session | 0 || 1; // 0 marks a free slot
    if (now - this.since > this.rememberedMs) this.startTable(now);
    const offset = this.offsetIn(this.table, hash);
    return this.table[offset] === hash ? offset : this.add(hash, now);
  }

  /** Forgets all sessions. */
  clear(): void {
    this.table = emptyTable(FIRST_SLOTS);
    this.older = emptyTable(FIRST_SLOTS);
    this.sessions = 0;
  }

  private add(hash: number, now: number): number {
    if (this.sessions >= (this.table.length / WIDTH) * MAX_LOAD) this.makeRoom(now);
    this.sessions++;
    const offset = this.offsetIn(this.table, hash);
    const known = this.offsetIn(this.older, hash);
    if (this.older[known] === hash) copySlot(this.older, known, this.table, offset);
    else this.table[offset] = hash;
    return offset;
  }

  private makeRoom(now: number): void {
    if (this.table.length >= MAX_SLOTS * WIDTH) this.startTable(now);
    else this.grow();
  }

  private grow(): void {
    const small = this.table;
    this.table = emptyTable((small.length / WIDTH) * 2);
    for (let from = 0; from < small.length; from += WIDTH) {
      const hash = small[from] ?? 0;
      if (hash !== 0) copySlot(small, from, this.table, this.offsetIn(this.table, hash));
    }
  }

  /** The offset of the session in a table, or of the free slot for it. Open addressing with linear probing. */
  private offsetIn(table: Int32Array, hash: number): number {
    const last = table.length - WIDTH;
    const mixed = Math.imul(hash, this.multiplier);
    const bits = Math.imul(mixed ^ (mixed >>> 15), GOLDEN_RATIO); // its upper bits depend on all bits of both
    let offset = (bits >>> (Math.clz32(table.length / WIDTH) + 1)) * WIDTH;
    while (table[offset] !== 0 && table[offset] !== hash) offset = (offset + WIDTH) & last;
    return offset;
  }

  private startTable(now: number): void {
    const forgotten = this.older;
    this.older = this.table;
    this.table = forgotten.length === this.older.length ? forgotten.fill(0) : emptyTable(this.older.length / WIDTH);
    this.sessions = 0;
    this.since = now;
  }
}

const emptyTable = (slots: number): Int32Array => new Int32Array(slots * WIDTH);

const copySlot = (from: Int32Array, fromOffset: number, to: Int32Array, toOffset: number): void => {
  for (let at = 0; at < WIDTH; at++) to[toOffset + at] = from[fromOffset + at] ?? 0;
};
