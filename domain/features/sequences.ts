/** Sequence numbers as ascending, inclusive ranges that never touch: [0, 57, 59, 61] means 0 to 57 and 59 to 61. */
export type Sequences = readonly number[];

/** The maximum number of ranges. Few sessions have more gaps; for those, the oldest gaps are closed. */
const MAX_RANGES = 16;

/** Adds a number to the ranges; undefined if they already contain it. */
export const addSequence = (sequences: Sequences, sequence: number): Sequences | undefined => {
  const ranges: number[] = [];
  let [from, to] = [sequence, sequence];
  for (let at = 0; at < sequences.length; at += 2) {
    const [start = 0, end = 0] = sequences.slice(at, at + 2);
    if (start <= sequence && sequence <= end) return undefined;
    if (end < from - 1) ranges.push(start, end);
    else if (start > to + 1) {
      ranges.push(from, to, ...sequences.slice(at));
      return bounded(ranges);
    } else [from, to] = [Math.min(from, start), Math.max(to, end)];
  }
  return bounded([...ranges, from, to]);
};

const bounded = (ranges: readonly number[]): Sequences =>
  ranges.length <= 2 * MAX_RANGES ? ranges : [ranges[0] ?? 0, ...ranges.slice(3)];
