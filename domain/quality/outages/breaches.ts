import type { Cohort } from './cohort';
import { evidence } from './evidence';
import { MEASURES, type Problem, PROBLEMS, type QualityLimits } from './problem';
import type { RecentCohort, RecentSums } from './recent-sums';
import { strongestWindow, trialsSince, type Window } from './strongest-window';

/** A problem of a cohort, with the evidence for it. */
export interface Breach extends Window {
  readonly cohort: Cohort;
  readonly problem: Problem;
  readonly limit: number;
  /** The evidence that a cohort of this kind needs. */
  readonly needed: number;
}

/**
 * The evidence that a cohort without others of its kind needs. If the true ratio is at the limit, one window in a hundred thousand
 * reaches it.
 */
const NEEDED = Math.log(100_000);

/** Of many cohorts of a kind, one looks bad by chance, so that each needs more evidence: that for this many at most. */
const MAX_COUNTED = 1_000;

/** Fewer viewers are no cohort. */
const MIN_VIEWERS = 3;

/** A problem has ended if so many of the newest trials are within the limit, in the first of these times that has them. */
const RECOVERED_TRIALS = 5;
const RECOVERY_MS = [20_000, 30_000, 60_000];

/** Which breach it is. */
export interface BreachName {
  /** See cohortKey. */
  readonly key: string;
  readonly problem: Problem;
}

/** For each problem, from when on evidence counts: the end of its last outage, epoch ms. */
export type SettledAt = Partial<Record<Problem, number>>;

/** Finds the cohorts that have a problem. */
export class Breaches {
  constructor(
    private readonly sums: RecentSums,
    private readonly limits: QualityLimits,
    readonly settledAt: SettledAt = {},
  ) {}

  /**
   * All breaches of now. `lasting`: those of the outages so far, which last until they have recovered. The evidence before the end of
   * one of them counts for no other cohort either.
   */
  find(lasting: readonly BreachName[]): readonly Breach[] {
    for (const breach of lasting) this.settle(breach);
    return [...this.sums.cohorts()].flatMap((recent) => {
      const itsOwn = lasting.filter(({ key }) => key === recent.key);
      return PROBLEMS.flatMap((problem) => {
        const isLasting = itsOwn.some((one) => one.problem === problem);
        const breach = this.breachOf(recent, problem, isLasting ? 0 : (this.settledAt[problem] ?? 0));
        if (breach === undefined || this.hasRecovered(recent, breach)) return [];
        return isLasting || this.isSevere(breach) ? [breach] : [];
      });
    });
  }

  private settle({ key, problem }: BreachName): void {
    const recent = this.sums.find(key);
    if (recent === undefined) return;
    const breach = this.breachOf(recent, problem, this.settledAt[problem] ?? 0);
    if (breach !== undefined && this.hasRecovered(recent, breach)) this.settledAt[problem] = this.sums.newest;
  }

  private breachOf(recent: RecentCohort, problem: Problem, from: number): Breach | undefined {
    const { cohort } = recent;
    const measure = MEASURES[problem];
    const limit = measure.limit(this.limits);
    const window = strongestWindow(recent, measure, limit, this.sums.newest, from);
    if (window === undefined) return undefined; // as nearly always
    const needed = NEEDED + Math.log(Math.min(this.sums.countLike(cohort), MAX_COUNTED));
    return { cohort, problem, limit, needed, ...window };
  }

  /** A viewer counts once: one who tries again and again does not look like many. */
  private isSevere({ cohort, problem, since, bad, of, limit, needed, ...breach }: Breach): boolean {
    if (breach.evidence < needed) return false;
    const samples = this.sums.samplesOf(cohort, problem, since);
    const viewers = new Set(samples.map(({ viewer }) => viewer)).size;
    if (viewers < MIN_VIEWERS) return false;
    if (!MEASURES[problem].isPerViewer) return true;
    const repeated = bad * (1 - viewers / samples.length);
    return evidence(bad - repeated, of - repeated, limit) >= needed;
  }

  /** Whether the newest part of a breach is within the limit. */
  private hasRecovered(recent: RecentCohort, { problem, since, limit }: Breach): boolean {
    const { newest } = this.sums;
    for (const ms of RECOVERY_MS) {
      const { bad, of } = trialsSince(recent, MEASURES[problem], Math.max(since, newest - ms), newest);
      if (of >= RECOVERED_TRIALS) return bad <= limit * of;
    }
    return false;
  }
}
