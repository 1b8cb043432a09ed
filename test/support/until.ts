import { setTimeout as delay } from 'node:timers/promises';

/** Ends a wait that will never succeed. It is much longer than any wait takes on a busy machine. */
const DEADLINE_MS = 240_000;

/** Waits until `condition` returns true, and asks every `pollMs`; rejects if it is still false after four minutes. */
export const until = async (
  condition: () => boolean | Promise<boolean>,
  { pollMs = 5 }: { readonly pollMs?: number } = {},
): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`The condition did not hold within 4 minutes: ${String(condition)}`);
    await delay(pollMs);
  }
};
