import { setTimeout as delay } from 'node:timers/promises';

/** The state of a statement, as the service reported it. */
export interface StatementState {
  readonly state: 'running' | 'succeeded' | 'failed';
  /** Why it failed. */
  readonly reason?: string;
  /** Whether it failed because a user or a limit stopped it. */
  readonly isStopped?: boolean;
}

/** A statement that failed or was stopped; the message is the service's reason. */
export class StatementFailed extends Error {
  override readonly name = 'StatementFailed';

  constructor(
    reason: string,
    /** Whether a user, a limit or the timeout stopped it. */
    readonly isStopped: boolean,
  ) {
    super(reason);
  }
}

/** A statement that a service runs in the background. */
export interface Statement<Description> {
  readonly describe: () => Promise<Description>;
  readonly stateOf: (description: Description) => StatementState;
  readonly stop: () => Promise<void>;
}

/** How to wait for a statement. */
export interface WaitOptions<Description> {
  /** Longest time between two polls, ms. The first poll follows after 50 ms at most, each next one after twice as long. */
  readonly pollMs: number;
  /** Stops the statement after this time, ms. @default - no timeout */
  readonly timeoutMs?: number;
  /** Stops the statement when it is aborted; the wait ends once the service confirms. */
  readonly signal?: AbortSignal;
  /** Called after each poll of a running statement. */
  readonly onProgress?: (description: Description) => void;
}

const FIRST_POLL_MS = 50;

/** Resolves with the last description once a statement has succeeded; rejects with {@link StatementFailed} otherwise. */
export const pollStatement = async <Description>(
  { describe, stateOf, stop }: Statement<Description>,
  { pollMs, timeoutMs = Infinity, signal, onProgress }: WaitOptions<Description>,
): Promise<Description> => {
  const deadline = Date.now() + timeoutMs;
  let isStopping = false;
  for (let waitMs = Math.min(FIRST_POLL_MS, pollMs); ; waitMs = Math.min(2 * waitMs, pollMs)) {
    const description = await describe();
    const { state, reason = 'no reason given', isStopped = false } = stateOf(description);
    if (state === 'succeeded') return description;
    if (state === 'failed') throw new StatementFailed(reason, isStopped);
    onProgress?.(description);
    if (Date.now() > deadline) {
      await stop();
      throw new StatementFailed(`The statement was stopped: it ran longer than ${timeoutMs} ms.`, true);
    }
    if (signal?.aborted && !isStopping) {
      isStopping = true;
      await stop();
    }
    await delay(waitMs, undefined, { signal: isStopping ? undefined : signal }).catch(() => undefined);
  }
};
