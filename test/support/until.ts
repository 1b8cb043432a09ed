import { setTimeout as delay } from 'node:timers/promises';

/** Waits until `condition` returns true; throws when it is still false after `withinMs` (10,000 by default). */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  { withinMs = 10_000, everyMs = 50 }: { readonly withinMs?: number; readonly everyMs?: number } = {},
): Promise<void> => {
  const deadline = Date.now() + withinMs;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`Not true within ${withinMs} ms: ${String(condition)}`);
    await delay(everyMs);
  }
};
