import { setTimeout as delay } from 'node:timers/promises';

/** Rounds begin every two seconds, each at the half second: the one at an instant + 10.5 s is the first that can complete it. */
const PERIOD_MS = 2_000;
const PHASE_MS = 500;

/** When the next round begins after `now`, on the clock, so that two publishers keep step. */
export const nextRoundAfter = (now: number): number =>
  Math.floor((now - PHASE_MS) / PERIOD_MS) * PERIOD_MS + PERIOD_MS + PHASE_MS;

/**
 * Runs rounds, none of them beside another, as long as one that takes as long as the last ends by the deadline. A round that
 * fails is reported, and the next one goes on.
 */
export const runRounds = async (
  round: () => Promise<void>,
  deadline: number,
  now: () => number,
  onError: (error: unknown) => void,
): Promise<void> => {
  let tookMs = 0;
  for (let next = now(); next + tookMs < deadline; next = nextRoundAfter(now())) {
    await delay(Math.max(0, next - now()));
    const begunAt = now();
    await round().catch(onError);
    tookMs = now() - begunAt;
  }
};
