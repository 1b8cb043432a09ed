import { setTimeout as delay } from 'node:timers/promises';

/** Ends a wait that will never succeed. It is much longer than any wait takes on a busy machine. */
const DEADLINE_MS = 240_000;

const POLL_MS = 5;

/** Waits until `condition` returns true; rejects if it is still false after four minutes. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  const deadline = Date.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`The condition did not hold within 4 minutes: ${String(condition)}`);
    await delay(POLL_MS);
  }
};
