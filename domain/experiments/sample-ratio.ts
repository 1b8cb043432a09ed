import type { Exposure } from './exposures';
import { groupBy } from './group-by';

/** χ² that chance passes once in a thousand, by degrees of freedom from one on; an event carries 16 variants at most. */
const CRITICAL = [
  ...[10.828, 13.816, 16.266, 18.467, 20.515, 22.458, 24.322, 26.124, 27.877, 29.588, 31.264, 32.909, 34.528],
  ...[36.123, 37.697],
];

/** Whether an experiment's viewers came to its variants in equal parts. */
export interface SampleRatio {
  readonly experimentId: string;
  readonly viewers: number;
  readonly chiSquared: number;
  readonly isMismatched: boolean;
}

/** Pearson's test of each experiment: the reference of sql/experiments/experiment-mismatches.sql. */
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
