import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 5;

/** Waits until `condition` returns true; throws when it is still false after `withinMs` (10,000 by default). */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  { withinMs = 10_000 }: { readonly withinMs?: number } = {},
): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline)
      throw new Error(`The condition did not hold within ${withinMs} ms: ${String(condition)}`);
    await delay(POLL_MS);
  }
};
