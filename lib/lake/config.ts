import type { Duration, Size } from 'aws-cdk-lib';
import type { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { LateEventsPolicy } from '../../domain/lake';

/**
 * A cheaper storage class, and the age at which objects move to it. Only classes that Athena can read directly are
 * allowed.
 */
interface StorageTier {
  readonly storageClass: StorageClass;
  readonly after: Duration;
}

/** How a stage fills, keeps, curates and reads its lake. */
export interface LakeConfig {
  /**
   * When Firehose closes an object: at this size or after this time, whichever comes first. Larger objects scan faster
   * but arrive later.
   */
  readonly buffer: { readonly size: Size; readonly interval: Duration };
  readonly tiers: readonly StorageTier[];
  /** How long overwritten and deleted objects can be restored. */
  readonly noncurrentRetention: Duration;
  readonly accessLogRetention: Duration;
  readonly queryResultRetention: Duration;
  /** An analyst's query that scans more is cancelled; 1 TiB costs about 5 USD. */
  readonly analystCutoff: Size;
  /** A statement of curation that scans more is cancelled. */
  readonly curationCutoff: Size;
  /** The number of statements into which a date of events is divided. */
  readonly curationSlices: number;
  /** When a daily run rewrites a date only because of late events. Each date takes all its slices. */
  readonly lateEvents: LateEventsPolicy;
  /** How long the objects of a superseded curation run stay readable for running queries. */
  readonly supersededRunGrace: Duration;
}
