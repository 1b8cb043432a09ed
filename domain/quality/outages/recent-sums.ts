import { PERIOD_MS } from '../period';
import { type Cohort, cohortKey, cohortsOf, kindOf } from './cohort';
import { addSums, type CohortSums, noSums } from './cohort-sums';
import type { PeriodSums, Sample } from './period-sums';
import type { Problem } from './problem';

/** How far back evidence reaches: a cohort with one attempt in twenty seconds has nine of them in this time. */
export const WINDOW_MS = 180_000;

/** Per period. More tell no more about what the affected have in common. */
const MAX_SAMPLES = 1_000;

interface TimedSample extends Sample {
  readonly periodStart: number;
}

/** A cohort with its sums by period of receipt, epoch ms, and with samples of its affected players. */
export interface RecentCohort {
  readonly cohort: Cohort;
  /** See {@link cohortKey}. */
  readonly key: string;
  readonly byPeriod: Map<number, CohortSums>;
  samples: TimedSample[];
}

/**
 * The sums of the last three minutes, by cohort and period of receipt. The newest report says what time it is: reports that
 * have waited in the queue are judged by their own time.
 */
export class RecentSums {
  private readonly byKey = new Map<string, RecentCohort>();
  private readonly kinds = new Map<string, number>();
  private readonly sampled = new Map<number, number>();
  /** The newest period, epoch ms; 0 before the first. */
  newest = 0;

  add({ periodStart, cohorts, samples }: PeriodSums): void {
    if (periodStart <= this.newest - WINDOW_MS) return;
    for (const { cohort, sums } of cohorts) addSums(sumsIn(this.getOrAdd(cohort), periodStart), sums);
    for (const sample of samples) this.addSample({ ...sample, periodStart });
    if (periodStart > this.newest) this.advance(periodStart);
  }

  /** All cohorts with a report in the window. */
  cohorts(): Iterable<RecentCohort> {
    return this.byKey.values();
  }

  /** How many cohorts of the same kind have a report in the window. */
  countLike(cohort: Cohort): number {
    return this.kinds.get(kindOf(cohort)) ?? 0;
  }

  /** A cohort by its key. */
  find(key: string): RecentCohort | undefined {
    return this.byKey.get(key);
  }

  /** The samples of a cohort that met a problem, since the start of a period. */
  samplesOf(cohort: Cohort, problem: Problem, since: number): readonly Sample[] {
    const { samples = [] } = this.find(cohortKey(cohort)) ?? {};
    return samples.filter((sample) => sample.problem === problem && sample.periodStart >= since);
  }

  private getOrAdd(cohort: Cohort): RecentCohort {
    const key = cohortKey(cohort);
    const known = this.byKey.get(key);
    if (known !== undefined) return known;
    const added: RecentCohort = { cohort, key, byPeriod: new Map(), samples: [] };
    this.byKey.set(key, added);
    this.kinds.set(kindOf(cohort), this.countLike(cohort) + 1);
    return added;
  }

  private addSample(sample: TimedSample): void {
    const sampled = this.sampled.get(sample.periodStart) ?? 0;
    if (sampled === MAX_SAMPLES) return;
    this.sampled.set(sample.periodStart, sampled + 1);
    for (const cohort of cohortsOf(sample.player)) this.find(cohortKey(cohort))?.samples.push(sample);
  }

  private advance(newest: number): void {
    this.newest = newest;
    const oldest = newest - WINDOW_MS + PERIOD_MS;
    for (const [key, recent] of this.byKey) {
      for (const periodStart of recent.byPeriod.keys()) if (periodStart < oldest) recent.byPeriod.delete(periodStart);
      recent.samples = recent.samples.filter(({ periodStart }) => periodStart >= oldest);
      if (recent.byPeriod.size > 0) continue;
      this.byKey.delete(key);
      this.kinds.set(kindOf(recent.cohort), this.countLike(recent.cohort) - 1);
    }
    for (const periodStart of this.sampled.keys()) if (periodStart < oldest) this.sampled.delete(periodStart);
  }
}

const sumsIn = ({ byPeriod }: RecentCohort, periodStart: number): CohortSums => {
  const known = byPeriod.get(periodStart);
  if (known !== undefined) return known;
  const added = noSums();
  byPeriod.set(periodStart, added);
  return added;
};
