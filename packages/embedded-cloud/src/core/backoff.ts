import { setTimeout as delay } from 'node:timers/promises';

/** How long to wait between attempts. */
export interface Backoff {
  readonly firstMs: number;
  readonly maxMs: number;
}

/** Waits before retry `attempt` (1 for the first one), twice as long each time; false when the signal aborts the wait. */
export const waitBefore = async (
  attempt: number,
  { firstMs, maxMs }: Backoff,
  signal: AbortSignal,
): Promise<boolean> => {
  const ms = Math.min(maxMs, firstMs * 2 ** Math.min(attempt - 1, 20));
  return delay(ms, true, { signal }).catch(() => false);
};
