/** The metrics of erasure, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const ERASURE_METRICS = {
  /** Time since the request of an erasure that is running or has just finished, ms. */
  erasureAge: 'ErasureAge',
} as const;
