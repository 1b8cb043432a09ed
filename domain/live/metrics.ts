/** The metrics of live counts, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const LIVE_METRICS = {
  /** Streams at an instant: all of them, and by DeviceType. */
  concurrentStreams: 'ConcurrentStreams',
  /** How many of the streams at an instant were rebuffering. */
  rebufferingStreams: 'RebufferingStreams',
  /** From an instant until its count was complete, ms. */
  liveCountsDelay: 'LiveCountsDelay',
} as const;
