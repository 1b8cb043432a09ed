import type { Duration } from 'aws-cdk-lib';

/** How features are kept. */
export interface FeaturesConfig {
  /** Batches of one shard that update-features processes at the same time. */
  readonly lanes: number;
  /** How long the features of a viewer who watches nothing are kept. */
  readonly retention: Duration;
}
