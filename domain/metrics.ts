/**
 * The metrics of our own, by the names under which CloudWatch keeps them: what the handlers publish is what alarms and
 * dashboards read. Counts are in Count, times in Milliseconds. docs/playback-quality.md has the formulas over them.
 */
export const METRICS = {
  /** By cohort: a play_request each. */
  attempts: 'Attempts',
  /** By cohort: a first frame each. */
  plays: 'Plays',
  /** By cohort: left before the first frame, with no fatal error. */
  exitsBeforeStart: 'ExitsBeforeStart',
  /** By cohort: a fatal error before the first frame, not a business one. */
  startFailures: 'StartFailures',
  /** By cohort: a fatal business error before the first frame, such as a missing entitlement. */
  businessStops: 'BusinessStops',
  /** By cohort: a fatal error at any time, not a business one; start failures included. */
  playbackFailures: 'PlaybackFailures',
  /** By cohort, ms. */
  playingTime: 'PlayingTime',
  /** By cohort, ms. */
  rebufferingTime: 'RebufferingTime',
  /** By cohort. */
  heartbeats: 'Heartbeats',
  /** By cohort, ms; a distribution. */
  startupTime: 'StartupTime',
  /** Events that collect accepted. */
  acceptedEvents: 'AcceptedEvents',
  /** Events that collect refused, and 1 for a request refused as a whole. */
  refusedEvents: 'RefusedEvents',
  /** Quality events that came too late to tell of now, such as those of a player that was offline. */
  lateEvents: 'LateEvents',
  /** From the receipt of an event to the folding of its batch, ms. */
  qualityDelay: 'QualityDelay',
  /** Streams at an instant; in all and by DeviceType. */
  concurrentStreams: 'ConcurrentStreams',
  /** Of the streams at an instant: stalled. */
  rebufferingStreams: 'RebufferingStreams',
  /** From an instant until its count was complete, ms. */
  liveCountsDelay: 'LiveCountsDelay',
  /** Runs of curation that came to their end. */
  curationRuns: 'CurationRuns',
  /** Dates that a run wrote anew. */
  curatedDates: 'CuratedDates',
  /** From a run's beginning to its end, ms. */
  curationTime: 'CurationTime',
  /** Objects of raw that could not be read and were moved aside. */
  rawObjectsAside: 'RawObjectsAside',
  /** Records of the stream that a reader of it could not read and set aside; each reader tells of its own. */
  unreadableRecords: 'UnreadableRecords',
  /** Items that update-features wrote: one a playback and batch at most. */
  featureWrites: 'FeatureWrites',
  /** From the receipt of an event until it is in its viewer's features, ms; a distribution. */
  featuresDelay: 'FeaturesDelay',
  /** By Path: different audited events received in the last hour that must be in the path. */
  ledgerExpected: 'LedgerExpected',
  /** By Path: of those, how many are. */
  ledgerFound: 'LedgerFound',
  /** By Path: of those, how many are not and may still come. */
  ledgerPending: 'LedgerPending',
  /** Events that should long be in a path and are not, over every account that is still looked at; in all and by Path. */
  ledgerLost: 'LedgerLost',
  /** By Path: events of the last hour that are in the path with no note of their acceptance. */
  ledgerUnannounced: 'LedgerUnannounced',
  /** By DeviceType: sequence numbers of sessions, between the first and the last that was heard. */
  sequenceNumbers: 'SequenceNumbers',
  /** By DeviceType: of those, how many never came: lost before the collector. */
  sequenceGaps: 'SequenceGaps',
  /** Runs of reconcile that looked at all they had to. */
  reconciliations: 'Reconciliations',
  /** Objects of raw that load-warehouse loaded. */
  warehouseLoadedObjects: 'WarehouseLoadedObjects',
  /** Runs of load-warehouse that failed, and objects that it left out. */
  warehouseFailedLoads: 'WarehouseFailedLoads',
  /** When a run ended, how old the oldest object of raw was that it found waiting, ms. */
  warehouseLoadLag: 'WarehouseLoadLag',
  /** How long a run of load-warehouse took, ms. */
  warehouseLoadTime: 'WarehouseLoadTime',
  /** Events in the warehouse, by DaysAgo. */
  warehouseRows: 'WarehouseRows',
  /** How long ago an erasure was asked for that goes on, or has just come to its end, ms. */
  erasureAge: 'ErasureAge',
  /** Viewers whose profile a rebuild wrote. */
  rebuiltViewers: 'RebuiltViewers',
  /** Of these: whose last day in the profile the stream knows otherwise than the lake does. */
  driftedViewers: 'DriftedViewers',
  /** From a rebuild's beginning to its end, ms. */
  rebuildTime: 'RebuildTime',
} as const;

/** The dimensions: those that cohorts differ in, of which a cohort with neither is everybody; a path of the ledger; and the age of a date. */
export const DIMENSIONS = { deviceType: 'DeviceType', cdn: 'Cdn', path: 'Path', daysAgo: 'DaysAgo' } as const;

/** The value of a dimension that stands for all that the configuration does not name. */
export const OTHER = 'other';
