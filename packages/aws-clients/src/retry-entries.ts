import { setTimeout as delay } from 'node:timers/promises';

/** Puts entries in one call and returns those that the service refused; rejects if the call failed as a whole. */
export type PutEntries<Entry> = (entries: readonly Entry[]) => Promise<readonly Entry[]>;

/** How often to try, and how long to wait in between. */
export interface RetryPolicy {
  readonly attempts: number;
  /** Longest wait before the second attempt, ms; it doubles with each attempt. */
  readonly firstWaitMs: number;
}

/** The dependencies that a caller or a test may replace. */
export interface RetryOptions {
  /** Called with the error of each call that failed as a whole. @default - errors are ignored */
  readonly onError?: (error: unknown) => void;
  /** @default Math.random */
  readonly random?: () => number;
  /** @default - a timer */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Puts entries, retries only those that were refused, and returns those refused at the last attempt. Each wait is a
 * random part of a doubling time (full jitter), so that callers throttled together do not retry together.
 */
export const retryEntries = async <Entry>(
  entries: readonly Entry[],
  put: PutEntries<Entry>,
  { attempts, firstWaitMs }: RetryPolicy,
  { onError = () => undefined, random = Math.random, wait = delay }: RetryOptions = {},
): Promise<readonly Entry[]> => {
  let refused = entries;
  for (let attempt = 0; attempt < attempts && refused.length > 0; attempt++) {
    if (attempt > 0) await wait(random() * firstWaitMs * 2 ** (attempt - 1));
    refused = await put(refused).catch((error: unknown) => {
      onError(error);
      return refused;
    });
  }
  return refused;
};
