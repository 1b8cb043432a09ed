/** The metrics of features, by their names in CloudWatch. Counts are in Count, times in Milliseconds. */
export const FEATURES_METRICS = {
  /** Items that update-features wrote: at most one per playback and batch. */
  featureWrites: 'FeatureWrites',
  /** From the receipt of an event until its viewer's features include it, ms; a distribution. */
  featuresDelay: 'FeaturesDelay',
  /** Viewers whose profile a rebuild run wrote. */
  rebuiltViewers: 'RebuiltViewers',
  /** Rebuilt viewers for whom the stream and the lake disagree about the last day of the profile. */
  driftedViewers: 'DriftedViewers',
  /** From the start of a rebuild run to its end, ms. */
  rebuildTime: 'RebuildTime',
} as const;
