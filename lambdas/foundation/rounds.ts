import { setTimeout as delay } from 'node:timers/promises';

/**
 * Rounds start every two seconds, half a second after the full second: the round at an instant + 10.5 s is the first that
 * can complete a live count.
 */
const PERIOD_MS = 2_000;
const PHASE_MS = 500;

/**
 * The longest run. The Scheduler starts a run in each minute, at any second of it, so almost two minutes may pass between
 * two starts; the rest is for a cold start. Source: "precision of 60 seconds" in
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html.
 */
export const LONGEST_RUN_MS = 125_000;

/** When the next round starts after `now`; rounds follow the clock, so that two publishers start theirs together. */
export const nextRoundAfter = (now: number): number =>
  Math.floor((now - PHASE_MS) / PERIOD_MS) * PERIOD_MS + PERIOD_MS + PHASE_MS;

/** What drives rounds; a test replaces the clock and the timer. */
export interface RoundServices {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  /** @default - a timer */
  readonly wait?: (ms: number) => Promise<unknown>;
}

/**
 * Runs rounds one after another while a round that takes as long as the last one would end before the deadline, and until one
 * returns false. A round that fails is reported, and the next one follows.
 */
export const runRounds = async (
  round: () => Promise<boolean>,
  deadline: number,
  { now, onError, wait = delay }: RoundServices,
): Promise<void> => {
  const reported = (error: unknown): true => {
    onError(error);
    return true;
  };
  let tookMs = 0;
  for (let next = now(); next + tookMs < deadline; next = nextRoundAfter(now())) {
    await wait(Math.max(0, next - now()));
    const startedAt = now();
    if (!(await round().catch(reported))) return;
    tookMs = now() - startedAt;
  }
};
