import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait between tries. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Waits before try `attempt` (1 for the first repetition), twice as long each time. False: the signal came first. */
export const waitBefore = async (
  attempt: number,
  { firstMs, maxMs }: Backoff,
  signal: AbortSignal,
): Promise<boolean> => {
  const ms = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 20));
  return delay(ms, true, { signal }).catch(() => false);
};
