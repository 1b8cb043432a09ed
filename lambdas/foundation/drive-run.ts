import { setTimeout as delay } from 'node:timers/promises';

/** What came of a step: what to do next, and when. */
export type Taken<Run> =
  | { readonly kind: 'on'; readonly run: Run }
  /** Something goes on elsewhere: look again, in this call or, where seconds are given, in one after them or a quarter of an hour. */
  | { readonly kind: 'wait'; readonly run: Run; readonly afterSeconds?: number }
  /** Tried again later, from where this run stands. */
  | { readonly kind: 'failed'; readonly run: Run; readonly reason: string }
  | { readonly kind: 'finished' };

/** What drives a run from message to message. */
export interface RunServices<Run> {
  /** May be called twice for one step. */
  readonly takeStep: (run: Run) => Promise<Taken<Run>>;
  /** Keeps how the run stands where people look. */
  readonly note: (run: Run, status: 'running' | 'failed', reason?: string) => Promise<unknown>;
  readonly finish: (run: Run) => Promise<void>;
  /** Sends the run on; it comes back after so many seconds. */
  readonly sendOn: (run: Run, afterSeconds: number) => Promise<void>;
  /** Lays the run among the dead letters, from which it can be redriven: it goes on where it was. */
  readonly giveUp: (run: Run) => Promise<void>;
  readonly reportFailure: (run: Run, reason: string) => void;
  readonly now: () => number;
  /** For how long one call takes steps, ms. */
  readonly budgetMs: number;
  /** How long to wait at most before a query is looked at again, ms. */
  readonly lookEveryMs: number;
}

/** So often may one step fail before somebody has to look. */
const MOST_FAILURES = 3;
/** A query that outlasts the call is looked at again after this. */
const HAND_OVER_SECONDS = 10;
/** The longest that SQS keeps a message back. */
const LONGEST_DELAY_SECONDS = 900;
/** Longer with each failure. */
const RETRY_SECONDS = 15;
/** A short query is looked at soon, a long one ever less often. */
const FIRST_LOOK_MS = 20;
/** So often the record tells how far a run is. */
const NOTE_EVERY_MS = 2_000;

/** Takes steps for as long as the call may, then sends the run on. Nothing is lost where it ends in between: the message comes again. */
export const driveRun = async <Run extends { readonly failures: number }>(
  from: Run,
  services: RunServices<Run>,
): Promise<void> => {
  const { note, sendOn, finish, budgetMs, lookEveryMs, now } = services;
  const until = now() + budgetMs;
  let [run, notedAt, waitMs] = [from, now(), FIRST_LOOK_MS];
  for (;;) {
    const taken = await attempt(run, services);
    if (taken.kind === 'finished') return finish(run);
    if (taken.kind === 'failed') return backOff(taken.run, taken.reason, services);
    run = taken.run;
    const later = taken.kind === 'wait' ? taken.afterSeconds : undefined;
    if (later !== undefined || now() >= until) {
      await note(run, 'running');
      return sendOn(run, Math.min(later ?? (taken.kind === 'wait' ? HAND_OVER_SECONDS : 0), LONGEST_DELAY_SECONDS));
    }
    if (now() >= notedAt + NOTE_EVERY_MS) {
      await note(run, 'running');
      notedAt = now();
    }
    if (taken.kind === 'wait') await delay(Math.min(waitMs, lookEveryMs));
    waitMs = taken.kind === 'wait' ? 2 * waitMs : FIRST_LOOK_MS;
  }
};

/** A step that throws has failed like one whose query did; its query, if it has one, is looked at again. */
const attempt = <Run extends { readonly failures: number }>(
  run: Run,
  { takeStep }: RunServices<Run>,
): Promise<Taken<Run>> =>
  takeStep(run).catch((error: unknown) => ({
    kind: 'failed',
    run: { ...run, failures: run.failures + 1 },
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }));

const backOff = async <Run extends { readonly failures: number }>(
  run: Run,
  reason: string,
  { note, sendOn, giveUp, reportFailure }: RunServices<Run>,
): Promise<void> => {
  reportFailure(run, reason);
  const isOver = run.failures >= MOST_FAILURES;
  await note(run, isOver ? 'failed' : 'running', reason);
  if (isOver) await giveUp({ ...run, failures: 0 });
  else await sendOn(run, RETRY_SECONDS * run.failures);
};
