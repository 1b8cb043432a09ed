import type { Cohort } from './cohort';
import type { CohortSums } from './cohort-sums';
import type { Problem } from './problem';

/** A player that met a problem: with the others of its sample, it shows what the affected have in common. */
export interface Sample {
  readonly problem: Problem;
  /** All the fields of the player. */
  readonly player: Cohort;
  /** 31 bits of a hash: they tell viewers apart and name none. */
  readonly viewer: number;
  /** How much of the problem it stands for: trials, or ms of rebuffering. */
  readonly weight: number;
}

/** What reports of one period of receipt say about each cohort. Those of one period can be added, in any order. */
export interface PeriodSums {
  /** Epoch ms; a multiple of the period. */
  readonly periodStart: number;
  readonly cohorts: readonly { readonly cohort: Cohort; readonly sums: CohortSums }[];
  readonly samples: readonly Sample[];
}
