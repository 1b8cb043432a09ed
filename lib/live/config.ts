import type { Duration } from 'aws-cdk-lib';

/** How a stage counts concurrent streams. */
export interface LiveConfig {
  /** Partition keys of presence per instant; each accepts 1,000 writes/s. At most the number of shards. */
  readonly presenceSalts: number;
  /** Batches of one shard that are counted at the same time. */
  readonly countingLanes: number;
  /** Memory of publish-counts, MiB. docs/scale.md has the number of streams that fit. */
  readonly publisherMemoryMiB: number;
  /** How long an instant accepts late events. */
  readonly closeAfter: Duration;
  /**
   * How long after the last viewer the publisher rests: it then publishes once in a minute, so the first viewers after a rest
   * are counted up to two minutes late.
   */
  readonly restAfter: Duration;
  /** How long live counts are kept. */
  readonly countRetention: Duration;
}
