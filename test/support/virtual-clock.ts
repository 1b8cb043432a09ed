import { setImmediate as turn } from 'node:timers/promises';

/** A clock that jumps from one timer to the next: concurrent tasks that wait on it run in the order of their times. */
export class VirtualClock {
  private timers: { readonly at: number; readonly wake: () => void }[] = [];

  /** Epoch ms. */
  constructor(private time: number) {}

  readonly now = (): number => this.time;

  readonly wait = (ms: number): Promise<void> =>
    new Promise((wake) => {
      this.timers.push({ at: this.time + ms, wake });
    });

  /** Runs the tasks that wait on the clock until a time. */
  async runUntil(end: number): Promise<void> {
    for (;;) {
      await turn(); // every task proceeds to its next wait
      const next = this.timers.reduce<number>((earliest, { at }) => Math.min(earliest, at), Infinity);
      if (next > end) break;
      this.time = next;
      const due = this.timers.filter(({ at }) => at === next);
      this.timers = this.timers.filter(({ at }) => at !== next);
      for (const { wake } of due) wake();
    }
    this.time = end;
  }
}
