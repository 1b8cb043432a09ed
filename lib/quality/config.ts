import type { Duration } from 'aws-cdk-lib';

/** Limits per cohort and period of the alarms. A higher value is an outage if the sample is large enough. */
export interface QualityLimits {
  /** Start failures ÷ attempts. */
  readonly startFailureRatio: number;
  /** Playback failures ÷ attempts. */
  readonly playbackFailureRatio: number;
  /** Rebuffering ÷ (playing + rebuffering) time. */
  readonly rebufferingRatio: number;
  readonly startupP95: Duration;
  /** A sample needs at least this many attempts or plays in a period. */
  readonly minimumAttempts: number;
  /** A sample needs at least this much playing and rebuffering time in a period. */
  readonly minimumWatched: Duration;
}

/** How a stage monitors playback quality. */
export interface QualityConfig {
  /** The CDNs that form cohorts; all other CDNs count as "other". Each CDN adds eight cohorts of metrics. */
  readonly cdns: readonly string[];
  readonly limits: QualityLimits;
  /** The period of the alarms. Two bad periods fire an alarm, and a period below a minute costs three times as much. */
  readonly alarmPeriod: Duration;
  /** The minimum number of pollers of the quality queue. 0 means that Lambda scales them itself, starting at five. */
  readonly pollers: number;
}
