import { setTimeout as delay } from 'node:timers/promises';
import type { CurationRun } from '../../domain/lake/curation';
import { type CurateServices, takeStep, type Taken } from './curate';
import type { RunLog, RunRecord } from './run-log';

/** What drives a run from message to message. */
export interface DriveServices extends CurateServices {
  readonly log: RunLog;
  /** Sends the run on; it comes back after so many seconds. */
  readonly sendOn: (run: CurationRun, afterSeconds: number) => Promise<void>;
  /** Lays the run among the dead letters, from which it can be redriven: it goes on where it was. */
  readonly giveUp: (run: CurationRun) => Promise<void>;
  readonly reportFailure: (run: CurationRun, reason: string) => void;
  readonly reportFinished: (record: RunRecord) => Promise<void>;
  /** For how long one call takes steps, ms. */
  readonly budgetMs: number;
  /** How long to wait at most before a query is looked at again, ms. */
  readonly lookEveryMs: number;
}

/** So often may one step fail before somebody has to look. */
const MOST_FAILURES = 3;
/** A query that outlasts the call is looked at again after this. */
const HAND_OVER_SECONDS = 10;
/** Longer with each failure. */
const RETRY_SECONDS = 15;
/** A short query is looked at soon, a long one ever less often. */
const FIRST_LOOK_MS = 20;
/** So often the record tells how far a run is. */
const NOTE_EVERY_MS = 2_000;

/** Takes steps for as long as the call may, then sends the run on. Nothing is lost where it ends in between: the message comes again. */
export const drive = async (from: CurationRun, services: DriveServices): Promise<void> => {
  const { log, sendOn, budgetMs, lookEveryMs, now } = services;
  const until = now() + budgetMs;
  let [run, notedAt, waitMs] = [from, now(), FIRST_LOOK_MS];
  for (;;) {
    const taken = await attempt(run, services);
    if (taken.kind === 'finished') return services.reportFinished(await log.note(run, 'finished'));
    if (taken.kind === 'failed') return backOff(taken.run, taken.reason, services);
    run = taken.run;
    if (now() >= until) {
      await log.note(run, 'running');
      return sendOn(run, taken.kind === 'wait' ? HAND_OVER_SECONDS : 0);
    }
    if (now() >= notedAt + NOTE_EVERY_MS) {
      await log.note(run, 'running');
      notedAt = now();
    }
    if (taken.kind === 'wait') await delay(Math.min(waitMs, lookEveryMs));
    waitMs = taken.kind === 'wait' ? 2 * waitMs : FIRST_LOOK_MS;
  }
};

/** A step that throws has failed like one whose query did; its query, if it has one, is looked at again. */
const attempt = (run: CurationRun, services: DriveServices): Promise<Taken> =>
  takeStep(run, services).catch((error: unknown) => ({
    kind: 'failed',
    run: { ...run, failures: run.failures + 1 },
    reason: error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  }));

const backOff = async (run: CurationRun, reason: string, services: DriveServices): Promise<void> => {
  services.reportFailure(run, reason);
  const isOver = run.failures >= MOST_FAILURES;
  await services.log.note(run, isOver ? 'failed' : 'running', reason);
  if (isOver) await services.giveUp({ ...run, failures: 0 });
  else await services.sendOn(run, RETRY_SECONDS * run.failures);
};
