/**
 * The metrics that watch-quality publishes for each cohort. Counts are in Count, times in Milliseconds.
 * docs/playback-quality.md has the formulas.
 */
export const COHORT_METRICS = {
  /** One per play_request. */
  attempts: 'Attempts',
  /** One per first frame. */
  plays: 'Plays',
  /** Playbacks that the viewer left before the first frame, without a fatal error. */
  exitsBeforeStart: 'ExitsBeforeStart',
  /** Fatal errors before the first frame, business errors excluded. */
  startFailures: 'StartFailures',
  /** Fatal business errors before the first frame, such as a missing entitlement. */
  businessStops: 'BusinessStops',
  /** Fatal errors at any time, start failures included, business errors excluded. */
  playbackFailures: 'PlaybackFailures',
  /** ms. */
  playingTime: 'PlayingTime',
  /** ms. */
  rebufferingTime: 'RebufferingTime',
  heartbeats: 'Heartbeats',
  /** ms; a distribution. */
  startupTime: 'StartupTime',
} as const;

/** The metrics of playback quality without a cohort. */
export const QUALITY_METRICS = {
  /** Events that the step collect accepted. */
  acceptedEvents: 'AcceptedEvents',
  /** Events that the step collect refused; a request refused as a whole counts as 1. */
  refusedEvents: 'RefusedEvents',
  /** Quality events that arrived too late for the alarms, such as those of a player that was offline. */
  lateEvents: 'LateEvents',
  /** Playing and rebuffering time that sessions claimed beyond their honest share, ms; it is in no other metric. */
  uncountedTime: 'UncountedTime',
  /** From the receipt of an event to the folding of its batch, ms. */
  qualityDelay: 'QualityDelay',
  /** Outages that detect-outages knows, once per round. 0 says that it has looked and found none. */
  openOutages: 'OpenOutages',
} as const;

/** The metric of each error code, with the dimension ErrorCode; codes without a name are the code "other". */
export const ERROR_METRICS = {
  /** Sessions that reported the code for the first time. */
  errorSessions: 'ErrorSessions',
} as const;
