/** A pause of this length ends a busy time. */
const PAUSE_MS = 60_000;

/** Finds out since when something is busy, from a total that grows while it is. */
export class BusySince {
  private total = 0;
  private since: number | undefined;
  private grewAt = -Infinity;

  /** Notes the total at a time, epoch ms; returns since when it has grown without a long pause, undefined if it does not. */
  note(total: number, now: number): number | undefined {
    const hasPaused = now - this.grewAt > PAUSE_MS;
    if (total !== this.total) {
      if (hasPaused) this.since = now;
      this.total = total;
      this.grewAt = now;
    } else if (hasPaused) this.since = undefined;
    return this.since;
  }
}
