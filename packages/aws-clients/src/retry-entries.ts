import { setTimeout as delay } from 'node:timers/promises';

/** Puts entries in one call and returns those that were refused; throws where all of them were. */
export type PutEntries<Entry> = (entries: readonly Entry[]) => Promise<readonly Entry[]>;

/** How often, and how far apart. */
export interface RetryPolicy {
  readonly attempts: number;
  /** Longest wait before the second attempt, ms; doubles with each attempt. */
  readonly firstWaitMs: number;
}

/**
 * Puts entries, again and again only those that were refused, and returns what was refused to the end. Waits a random
 * part of a doubling time (full jitter), so that collectors throttled together do not come back together. `onError` hears of each call that failed as a whole.
 */
export const retryEntries = async <Entry>(
  entries: readonly Entry[],
  put: PutEntries<Entry>,
  { attempts, firstWaitMs }: RetryPolicy,
  onError: (error: unknown) => void = () => undefined,
  random: () => number = Math.random,
): Promise<readonly Entry[]> => {
  let left = entries;
  for (let attempt = 0; attempt < attempts && left.length > 0; attempt++) {
    if (attempt > 0) await delay(random() * firstWaitMs * 2 ** (attempt - 1));
    left = await put(left).catch((error: unknown) => {
      onError(error);
      return left;
    });
  }
  return left;
};
