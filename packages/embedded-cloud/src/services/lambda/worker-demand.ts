/** A call that takes this long keeps a worker for itself; on a busy machine, short calls take longer than usual. */
const LONG_MS = 250;

/** The windows that are remembered; the pool closes one every 15 s. */
const WINDOWS = 4;

/** Free capacity, as a factor of the average number of busy workers. */
const HEADROOM = 2;

/**
 * How many workers a function needed lately. Calls that arrive together and take a few milliseconds each need only one
 * worker, although a larger pool would spread them over all of its workers. All times are in ms on one clock.
 */
export class WorkerDemand {
  private readonly closed: number[] = [];
  private busyMs = 0;
  private blocked = 0;

  /** Notes a call that ended. It needed one worker, and each other running call that is long needed another. */
  note(startedAt: number, endedAt: number, othersStartedAt: Iterable<number>): void {
    this.busyMs += endedAt - startedAt;
    const long = Array.from(othersStartedAt).filter((since) => endedAt >= since + LONG_MS);
    this.blocked = Math.max(this.blocked, 1 + long.length);
  }

  /** Closes a window of this length; returns the most workers that any of the last windows needed. */
  close(windowMs: number): number {
    this.closed.push(Math.max(this.blocked, Math.ceil((HEADROOM * this.busyMs) / windowMs)));
    if (this.closed.length > WINDOWS) this.closed.shift();
    this.busyMs = 0;
    this.blocked = 0;
    return Math.max(...this.closed);
  }
}
