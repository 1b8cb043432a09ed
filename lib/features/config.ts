import type { Duration } from 'aws-cdk-lib';

/** How a stage updates and keeps features. */
export interface FeaturesConfig {
  /** Batches of one shard that update-features processes at the same time. */
  readonly lanes: number;
  /** How long the features of a viewer who watches nothing are kept. */
  readonly retention: Duration;
}
