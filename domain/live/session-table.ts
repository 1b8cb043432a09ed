import type { Hash64 } from '../ingest';

const FIRST_SLOTS = 1_024;

/** The maximum load factor: in a fuller table, probing takes too long. */
const MAX_LOAD = 0.7;

/**
 * Maps each session's 64-bit hash to a number. It takes 12 bytes per slot and 17 to 34 bytes per session. A Map of texts to
 * objects would take 150, and the publisher keeps every stream at every open instant. Open addressing with linear
 * probing; no session is ever deleted.
 */
export class SessionTable {
  size = 0;
  private highs = new Uint32Array(FIRST_SLOTS);
  private lows = new Uint32Array(FIRST_SLOTS);
  /** The stored value is the number plus one; 0 marks a free slot. */
  private values = new Uint32Array(FIRST_SLOTS);

  /** The number of a session; undefined if it has none. */
  get({ high, low }: Hash64): number | undefined {
    const value = this.values[this.slotOf(high, low)] ?? 0;
    return value === 0 ? undefined : value - 1;
  }

  /** Sets a session's number, from 0 to 2³² − 2, and replaces an earlier one. */
  set({ high, low }: Hash64, value: number): void {
    const slot = this.slotOf(high, low);
    if (this.values[slot] === 0) {
      this.highs[slot] = high;
      this.lows[slot] = low;
      this.size++;
    }
    this.values[slot] = value + 1;
    if (this.size > this.values.length * MAX_LOAD) this.grow();
  }

  /** The slot of the session, or the free slot for it. */
  private slotOf(high: number, low: number): number {
    const last = this.values.length - 1;
    let slot = low & last; // both halves are mixed well
    while (this.values[slot] !== 0 && (this.lows[slot] !== low || this.highs[slot] !== high)) slot = (slot + 1) & last;
    return slot;
  }

  private grow(): void {
    const { highs, lows, values } = this;
    const slots = values.length * 2;
    this.highs = new Uint32Array(slots);
    this.lows = new Uint32Array(slots);
    this.values = new Uint32Array(slots);
    for (let from = 0; from < values.length; from++) {
      const value = values[from] ?? 0;
      if (value === 0) continue;
      const [high, low] = [highs[from] ?? 0, lows[from] ?? 0];
      const slot = this.slotOf(high, low);
      this.highs[slot] = high;
      this.lows[slot] = low;
      this.values[slot] = value;
    }
  }
}
