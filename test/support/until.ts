import { setTimeout as delay } from 'node:timers/promises';

/** How to wait. */
export interface UntilOptions {
  /** @default 10 s */
  readonly withinMs?: number;
  /** @default 5 ms */
  readonly pollMs?: number;
}

/** Waits until `condition` returns true; rejects if it is still false after `withinMs`. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  { withinMs = 10_000, pollMs = 5 }: UntilOptions = {},
): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`The condition did not hold within ${withinMs} ms: ${String(condition)}`);
    await delay(pollMs);
  }
};
