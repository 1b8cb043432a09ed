/**
 * How long a step works, ms, and how much it does: what `npm run bench` measured on one core of the machine it was developed on, and what a call to a
 * service takes. Lambda's cores differ: look at the ratios first, and at the functions' own Duration once they run.
 */
export const MEASURED = {
  /** collect, from request to answer: three calls side by side to Kinesis and SQS are nearly all of it. Assumed. */
  collectMs: 25,
  /** count-viewers, for an event: decoding, parsing and folding. */
  countEventMs: 0.015,
  /** count-viewers, for a batch: its write to DynamoDB. Assumed. */
  countBatchMs: 15,
  /** publish-counts: streams of an instant united a second, on one core. */
  unitedStreamsPerSecond: 1_400_000,
  /** watch-quality, for an event. */
  watchEventMs: 0.002,
  /** watch-quality, for a batch: its calls to CloudWatch. Assumed. */
  watchBatchMs: 60,
  /** update-features, for a viewer: folding, and its part of a call that writes 25. Assumed. */
  featuresViewerMs: 0.2,
  /** update-features, for a batch: its reads of DynamoDB. Assumed. */
  featuresBatchMs: 20,
  /** load-warehouse: rows that an RPU copies, tells from their copies and folds into sessions, a second. Assumed. */
  mirroredRowsPerRpuSecond: 20_000,
} as const;
