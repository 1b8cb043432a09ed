import type { Cohort } from './cohort';
import type { Problem } from './problem';

/** A ratio of an outage. */
export interface OutageRatio {
  readonly problem: Problem;
  readonly ratio: number;
  readonly limit: number;
  /** The ratio of all other players at the same time; null if there are none. */
  readonly elsewhere: number | null;
  /** Which share of all the affected belongs to the cohort, 0 to 1. */
  readonly coverage: number;
}

/** Playback is breaking for a cohort. */
export interface Outage {
  /** When it was found, epoch ms, and a number: the name of an outage among people. */
  readonly id: string;
  /** The cohort that explains it best. */
  readonly cohort: Cohort;
  /** The strongest evidence first. */
  readonly ratios: readonly OutageRatio[];
  /** The start of the first period that shows it, epoch ms. */
  readonly since: number;
  readonly foundAt: number;
  /** About how many viewers it has hurt in the last three minutes: the most so far. */
  readonly viewers: number;
  /** When all its ratios had recovered, epoch ms. */
  readonly endedAt?: number;
}
