import type { CohortSums } from './cohort-sums';

/** The limits of a stage. A ratio above its limit is an outage as soon as the evidence suffices. */
export interface QualityLimits {
  /** Start failures ÷ attempts. */
  readonly startFailureRatio: number;
  /** Failures after the first frame ÷ attempts. */
  readonly playbackFailureRatio: number;
  /** Rebuffering ÷ (playing + rebuffering) time. */
  readonly rebufferingRatio: number;
  /** Slow starts ÷ plays. */
  readonly slowStartRatio: number;
}

/** What can break for viewers. */
export type Problem = 'start-failures' | 'playback-failures' | 'rebuffering' | 'slow-startup';

/** How many trials of a sample were bad: attempts that failed, plays that began slowly. */
export interface Trials {
  readonly bad: number;
  readonly of: number;
}

/** How a problem is measured. */
export interface Measure {
  readonly trials: (sums: CohortSums) => Trials;
  readonly limit: (limits: QualityLimits) => number;
  /** Whether a viewer should count once. A viewer's time is bounded already: docs/playback-quality.md, "The share of a session". */
  readonly isPerViewer: boolean;
  /** What the ratio says, for people. */
  readonly ratio: string;
}

/**
 * How long a session is taken to last when failures after the first frame are compared with those who watch. An event that
 * everybody watches to its end has few attempts, and its failures must not be compared with those.
 */
const SESSION_MS = 1_800_000;

/** Times are counted as trials of this length: the seconds of one stall are not independent of each other. */
const STALL_MS = 30_000;

/** The measures of all problems. docs/playback-quality.md explains them. */
export const MEASURES: Readonly<Record<Problem, Measure>> = {
  'start-failures': {
    trials: ({ attempts, startFailures }) => ({ bad: startFailures, of: Math.max(attempts, startFailures) }),
    limit: ({ startFailureRatio }) => startFailureRatio,
    isPerViewer: true,
    ratio: 'of the attempts failed before the first frame',
  },
  'playback-failures': {
    trials: ({ attempts, lateFailures, watchedMs }) => ({
      bad: lateFailures,
      of: Math.max(attempts, lateFailures, watchedMs / SESSION_MS),
    }),
    limit: ({ playbackFailureRatio }) => playbackFailureRatio,
    isPerViewer: true,
    ratio: 'of the sessions failed after the first frame',
  },
  rebuffering: {
    trials: ({ rebufferingMs, watchedMs }) => ({ bad: rebufferingMs / STALL_MS, of: watchedMs / STALL_MS }),
    limit: ({ rebufferingRatio }) => rebufferingRatio,
    isPerViewer: false,
    ratio: 'of the watched time was rebuffering',
  },
  'slow-startup': {
    trials: ({ plays, slowStarts }) => ({ bad: slowStarts, of: plays }),
    limit: ({ slowStartRatio }) => slowStartRatio,
    isPerViewer: true,
    ratio: 'of the starts were slow',
  },
};

/** All problems, the worst for viewers first. */
export const PROBLEMS = Object.keys(MEASURES) as readonly Problem[];
