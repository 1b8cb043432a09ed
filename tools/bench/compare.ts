/** The times of two functions, measured alternately in one run, so that both run under the same conditions. */
export interface Comparison {
  readonly subjectMs: number;
  readonly baselineMs: number;
  /** Median of baselineMs ÷ subjectMs over all pairs: 1 is as fast as the baseline, more is faster. */
  readonly speed: number;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;

const timeMs = (work: () => void, repeats: number): number => {
  const start = performance.now();
  for (let repeat = 0; repeat < repeats; repeat++) work();
  return (performance.now() - start) / repeats;
};

/** Measures both functions in alternating rounds after a warm-up; times are medians for one call, ms. */
export const compare = (subject: () => void, baseline: () => void, { rounds = 101, repeats = 20 } = {}): Comparison => {
  timeMs(subject, repeats * 5);
  timeMs(baseline, repeats * 5);
  const pairs = Array.from({ length: rounds }, () => [timeMs(subject, repeats), timeMs(baseline, repeats)] as const);
  return {
    subjectMs: median(pairs.map(([subjectMs]) => subjectMs)),
    baselineMs: median(pairs.map(([, baselineMs]) => baselineMs)),
    speed: median(pairs.map(([subjectMs, baselineMs]) => baselineMs / subjectMs)),
  };
};
