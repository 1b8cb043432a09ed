/** A task with a due time; it receives the current time, epoch ms. */
export type Task = (nowMs: number) => void;

interface Entry {
  readonly dueTick: number;
  readonly task: Task;
}

const TICK_MS = 50;
const SLOTS = 1_024;

/**
 * One timer for all tasks: a task costs one push into the slot of its tick, while a separate timer would cost the event
 * loop a heap operation and a wake-up. Tasks run up to one tick late, and never early.
 */
export class TimingWheel {
  private readonly slots: Entry[][] = Array.from({ length: SLOTS }, () => []);
  private tick = Math.floor(Date.now() / TICK_MS);
  private timer: NodeJS.Timeout | undefined;

  /** Follows the system's clock until {@link stop}. */
  start(): void {
    this.timer ??= setInterval(() => this.advance(Date.now()), TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  /** Runs the task at the first tick at or after a time, epoch ms; in the next tick if the time has passed. */
  at(dueMs: number, task: Task): void {
    const dueTick = Math.max(Math.ceil(dueMs / TICK_MS), this.tick + 1);
    this.slots[dueTick % SLOTS]?.push({ dueTick, task });
  }

  /** Runs the tasks that are due, tick by tick. */
  advance(nowMs: number): void {
    for (const last = Math.floor(nowMs / TICK_MS); this.tick < last;) {
      this.tick += 1;
      const slot = this.tick % SLOTS;
      const entries = this.slots[slot];
      if (!entries?.length) continue;
      this.slots[slot] = entries.filter(({ dueTick }) => dueTick > this.tick); // due in a later round
      for (const { dueTick, task } of entries) if (dueTick <= this.tick) task(nowMs);
    }
  }
}
