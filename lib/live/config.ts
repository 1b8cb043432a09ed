import type { Duration } from 'aws-cdk-lib';

/** How a stage counts concurrent streams. */
export interface LiveConfig {
  /** Partition keys of presence per instant, each good for 1,000 writes/s; no more than the stream has shards. */
  readonly presenceSalts: number;
  /** Batches of one shard that are counted at the same time. */
  readonly countingLanes: number;
  /** Memory of publish-counts, MiB. docs/scale.md says how many streams fit. */
  readonly publisherMemoryMiB: number;
  /** How long an instant accepts late events. */
  readonly closeAfter: Duration;
  /** How long live counts are kept. */
  readonly countRetention: Duration;
}
