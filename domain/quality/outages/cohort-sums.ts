import type { QualityTotals } from '../quality-totals';

/** What detection needs of a cohort's events. They are sums only, so those of parts can be added. */
export interface CohortSums {
  attempts: number;
  plays: number;
  /** Fatal faults before the first frame. */
  startFailures: number;
  /** Fatal faults after the first frame. */
  lateFailures: number;
  /** Plays whose first frame took longer than the limit. */
  slowStarts: number;
  /** Playing and rebuffering time, ms. */
  watchedMs: number;
  rebufferingMs: number;
  heartbeats: number;
}

/** The names of the sums, in the order in which they are stored. */
export const SUMS = [
  ...(['attempts', 'plays', 'startFailures', 'lateFailures', 'slowStarts'] as const),
  ...(['watchedMs', 'rebufferingMs', 'heartbeats'] as const),
] as const satisfies readonly (keyof CohortSums)[];

/** The sums of no events. */
export const noSums = (): CohortSums => ({
  attempts: 0,
  plays: 0,
  startFailures: 0,
  lateFailures: 0,
  slowStarts: 0,
  watchedMs: 0,
  rebufferingMs: 0,
  heartbeats: 0,
});

/** The sums of a cohort's totals. A start that takes longer than `slowStartMs` is slow. */
export const sumsOf = (totals: QualityTotals, slowStartMs: number): CohortSums => {
  let slowStarts = 0;
  for (const [ms, count] of totals.startupMs) if (ms > slowStartMs) slowStarts += count;
  const { attempts, plays, startFailures, playbackFailures, playingMs, rebufferingMs, heartbeats } = totals;
  return {
    ...{ attempts, plays, startFailures, lateFailures: playbackFailures - startFailures, slowStarts },
    ...{ watchedMs: playingMs + rebufferingMs, rebufferingMs, heartbeats },
  };
};

/** Adds other sums to these. */
export const addSums = (sums: CohortSums, others: CohortSums): void => {
  for (const name of SUMS) sums[name] += others[name];
};
