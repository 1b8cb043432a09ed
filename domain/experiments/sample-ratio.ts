import type { Exposure } from './exposures';
import { groupBy } from './group-by';

/**
 * The χ² value that chance exceeds once in a thousand experiments, by degrees of freedom, from one on. The table ends
 * at 15: an event carries at most 16 variants.
 */
const CRITICAL = [
  ...[10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588, 31.264, 32.909, 34.528],
  ...[36.123, 37.697],
];

/** Whether an experiment's viewers are split evenly over its variants. */
export interface SampleRatio {
  readonly experimentId: string;
  readonly viewers: number;
  readonly chiSquared: number;
  readonly isMismatched: boolean;
}

/** Pearson's χ² test of each experiment: the reference of sql/experiments/experiment-mismatches.sql. */
export const sampleRatios = (exposures: readonly Exposure[]): readonly SampleRatio[] =>
  [...groupBy(exposures, ({ experimentId }) => experimentId)].map(([experimentId, own]) => {
    const counts = [...groupBy(own, ({ variant }) => variant).values()].map(({ length }) => length);
    const share = own.length / counts.length;
    const chiSquared = counts.reduce((total, count) => total + (count - share) ** 2 / share, 0);
    return {
      experimentId,
      viewers: own.length,
      chiSquared,
      isMismatched: chiSquared > (CRITICAL[counts.length - 2] ?? Infinity),
    };
  });
