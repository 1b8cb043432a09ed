import { setTimeout as delay } from 'node:timers/promises';
import { errorText } from './logger';

/** The outcome of a step: what to do next, and when. */
export type StepOutcome<Run> =
  /** The step is done; `run` is the state before the next one. */
  | { readonly kind: 'continue'; readonly run: Run }
  /** The step waits for something outside. It is repeated in this call, or in a later one after `seconds`, at most 900. */
  | { readonly kind: 'wait'; readonly run: Run; readonly seconds?: number }
  /** The step failed. `run` is the state from which to try again. */
  | { readonly kind: 'failed'; readonly run: Run; readonly reason: string }
  | { readonly kind: 'finished' };

/** What drives a run from message to message. */
export interface RunServices<Run> {
  /** May be called twice for the same step. */
  readonly runStep: (run: Run) => Promise<StepOutcome<Run>>;
  /** Records the progress of the run where operators see it. */
  readonly saveProgress: (run: Run, status: 'running' | 'failed', reason?: string) => Promise<unknown>;
  readonly finish: (run: Run) => Promise<void>;
  /** Sends the run to the queue; SQS delivers it after the delay. */
  readonly enqueue: (run: Run, delaySeconds: number) => Promise<void>;
  /** Sends the run to the dead-letter queue. A redrive continues it where it stopped. */
  readonly deadLetter: (run: Run) => Promise<void>;
  readonly reportFailure: (run: Run, reason: string) => void;
  readonly now: () => number;
  /** How long one call runs steps, ms. */
  readonly budgetMs: number;
  /** Longest wait before a waiting step is repeated in the same call, ms. */
  readonly pollMs: number;
}

/** After this many failures of one step, the run needs an operator. */
const MAX_FAILURES = 3;
/** The delay before a step that still waits at the end of a call is repeated. */
const HAND_OVER_SECONDS = 10;
/** The longest delay of an SQS message. */
const MAX_DELAY_SECONDS = 900;
/** The delay before a retry, multiplied by the number of failures. */
const RETRY_SECONDS = 15;
/** The wait doubles with each repetition: short queries are noticed soon, long ones cost few polls. */
const FIRST_POLL_MS = 20;
const SAVE_EVERY_MS = 2_000;

/**
 * Runs steps until the call's budget is used up, then sends the run on. If the function stops in between, SQS delivers
 * the message again.
 */
export const driveRun = async <Run extends { readonly failures: number }>(
  from: Run,
  services: RunServices<Run>,
): Promise<void> => {
  const { saveProgress, enqueue, finish, budgetMs, pollMs, now } = services;
  const until = now() + budgetMs;
  let [run, savedAt, waitMs] = [from, now(), FIRST_POLL_MS];
  for (;;) {
    const outcome = await attemptStep(run, services);
    if (outcome.kind === 'finished') return finish(run);
    if (outcome.kind === 'failed') return retryLater(outcome.run, outcome.reason, services);
    run = outcome.run;
    const isWaiting = outcome.kind === 'wait';
    const seconds = isWaiting ? outcome.seconds : undefined;
    if (seconds !== undefined || now() >= until) {
      await saveProgress(run, 'running');
      return enqueue(run, Math.min(seconds ?? (isWaiting ? HAND_OVER_SECONDS : 0), MAX_DELAY_SECONDS));
    }
    if (now() >= savedAt + SAVE_EVERY_MS) {
      await saveProgress(run, 'running');
      savedAt = now();
    }
    if (isWaiting) await delay(Math.min(waitMs, pollMs));
    waitMs = isWaiting ? 2 * waitMs : FIRST_POLL_MS;
  }
};

/** Treats a step that throws like one that failed. Its query, if it started one, is reused by the next attempt. */
const attemptStep = <Run extends { readonly failures: number }>(
  run: Run,
  { runStep }: RunServices<Run>,
): Promise<StepOutcome<Run>> =>
  runStep(run).catch((error: unknown) => ({
    kind: 'failed',
    run: { ...run, failures: run.failures + 1 },
    reason: errorText(error),
  }));

const retryLater = async <Run extends { readonly failures: number }>(
  run: Run,
  reason: string,
  { saveProgress, enqueue, deadLetter, reportFailure }: RunServices<Run>,
): Promise<void> => {
  reportFailure(run, reason);
  const isLastAttempt = run.failures >= MAX_FAILURES;
  await saveProgress(run, isLastAttempt ? 'failed' : 'running', reason);
  if (isLastAttempt) await deadLetter({ ...run, failures: 0 });
  else await enqueue(run, RETRY_SECONDS * run.failures);
};
