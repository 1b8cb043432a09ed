/**
 * A set of times as ascending ranges [from, to) that never touch: [0, 10, 20, 30] is 0 to 10 and 20 to 30. The union of
 * two sets does not depend on their order, and adding a range twice changes nothing.
 */
export type Ranges = readonly number[];

/** Adds a range to the set; the same object if the set already has it. */
export const addRange = (ranges: Ranges, from: number, to: number): Ranges => {
  if (to <= from) return ranges;
  const last = ranges.length - 2;
  const [lastFrom = Infinity, lastTo = Infinity] = ranges.slice(-2);
  if (lastTo === from) return [...ranges.slice(0, last), lastFrom, to]; // the usual case: the next interval
  const merged: number[] = [];
  let [begin, end] = [from, to];
  for (let at = 0; at < ranges.length; at += 2) {
    const [start = 0, stop = 0] = ranges.slice(at, at + 2);
    if (start <= from && to <= stop) return ranges;
    if (stop < begin) merged.push(start, stop);
    else if (start > end) return [...merged, begin, end, ...ranges.slice(at)];
    else [begin, end] = [Math.min(begin, start), Math.max(end, stop)];
  }
  return [...merged, begin, end];
};

/** How long the part of the set between two times is. */
export const lengthWithin = (ranges: Ranges, from: number, to: number): number => {
  let length = 0;
  for (let at = 0; at < ranges.length; at += 2) {
    const [start = 0, stop = 0] = ranges.slice(at, at + 2);
    length += Math.max(0, Math.min(stop, to) - Math.max(start, from));
  }
  return length;
};
