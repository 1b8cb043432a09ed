import type { Duration } from 'aws-cdk-lib';
import type { QualityLimits } from '../../domain/quality';

/** How a stage monitors playback quality. */
export interface QualityConfig {
  /** The CDNs that form cohorts; all other CDNs count as "other". Each CDN adds eight cohorts of metrics. */
  readonly cdns: readonly string[];
  readonly limits: QualityLimits;
  /** A start that takes longer is slow. */
  readonly slowStart: Duration;
  /** The minimum number of pollers of the quality queue. 0 means that Lambda scales them itself, starting at five. */
  readonly pollers: number;
  /** Memory of detect-outages, MiB: 1,769 are a core, which a stage with many titles needs. */
  readonly detectorMemoryMiB: number;
  /** Partition keys of the quality sums per ten seconds; each accepts 1,000 writes/s. */
  readonly sumsSalts: number;
}
