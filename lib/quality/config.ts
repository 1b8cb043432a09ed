import type { Duration } from 'aws-cdk-lib';

/** Limits of a cohort's ratios. A ratio above its limit is an outage as soon as the evidence suffices. */
export interface QualityLimits {
  /** Start failures ÷ attempts. */
  readonly startFailureRatio: number;
  /** Failures after the first frame ÷ sessions. */
  readonly playbackFailureRatio: number;
  /** Rebuffering ÷ (playing + rebuffering) time. */
  readonly rebufferingRatio: number;
  /** A start that takes longer is slow. */
  readonly slowStart: Duration;
  /** Slow starts ÷ plays. */
  readonly slowStartRatio: number;
}

/** How a stage monitors playback quality. */
export interface QualityConfig {
  /** The CDNs that form cohorts; all other CDNs count as "other". Each CDN adds eight cohorts of metrics. */
  readonly cdns: readonly string[];
  readonly limits: QualityLimits;
  /** The minimum number of pollers of the quality queue. 0 means that Lambda scales them itself, starting at five. */
  readonly pollers: number;
  /** Memory of detect-outages, MiB: 1,769 are a core, which a stage with many titles needs. */
  readonly detectorMemoryMiB: number;
  /** Partition keys of the quality sums per ten seconds; each accepts 1,000 writes/s. */
  readonly sumsSalts: number;
}
