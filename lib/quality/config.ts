import type { Duration } from 'aws-cdk-lib';

/** The limits beyond which playback quality is an outage, in a period of 10 s, for a cohort with a large enough sample. */
export interface QualityLimits {
  /** Start failures ÷ attempts. */
  readonly startFailureRatio: number;
  /** Playback failures ÷ attempts. */
  readonly playbackFailureRatio: number;
  /** Rebuffering ÷ (playing + rebuffering) time. */
  readonly rebufferingRatio: number;
  readonly startupP95: Duration;
  /** A period with fewer attempts, or plays, is too small a sample. */
  readonly minimumAttempts: number;
  /** A period with less playing and rebuffering time is too small a sample. */
  readonly minimumWatched: Duration;
}

/** How a stage watches playback quality. */
export interface QualityConfig {
  /** The CDNs that are cohorts of their own; every other one counts as "other". Each adds seven cohorts of metrics. */
  readonly cdns: readonly string[];
  readonly limits: QualityLimits;
  /** The fewest pollers that read the quality queue; 0 for those that Lambda scales itself, which start at five. */
  readonly pollers: number;
}
