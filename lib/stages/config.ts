import type { Duration, RemovalPolicy, Size } from 'aws-cdk-lib';
import type { RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { StorageClass } from 'aws-cdk-lib/aws-s3';
import type { Path } from '../../domain/ledger';
import { dev } from './dev';
import { prod } from './prod';
import { staging } from './staging';
import type { StageName } from './stage-names';

export { isStageName, STAGE_NAMES, type StageName } from './stage-names';

/** How the event stream gets its capacity: by demand, or by a fixed number of shards. */
type StreamCapacity = { readonly mode: 'on-demand' } | { readonly mode: 'provisioned'; readonly shards: number };

/** Beyond which playback quality is an outage, in a period of 10 s, for a cohort with enough going on to tell. */
interface QualityAlarmLimits {
  /** Start failures ÷ attempts. */
  readonly startFailureRatio: number;
  /** Playback failures ÷ attempts. */
  readonly playbackFailureRatio: number;
  /** Rebuffering ÷ (playing + rebuffering) time. */
  readonly rebufferingRatio: number;
  readonly startupP95: Duration;
  /** Fewer attempts, or plays, in a period say nothing. */
  readonly minimumAttempts: number;
  /** Less playing and rebuffering time in a period says nothing. */
  readonly minimumWatched: Duration;
}

/** A cheaper storage class, and from which age on. Only classes that Athena reads at once. */
interface StorageTier {
  readonly storageClass: StorageClass;
  readonly after: Duration;
}

/** How the lake is filled, kept, curated and read. */
interface LakeConfig {
  /** When Firehose closes an object: the first of the two. Larger objects scan better, and tell later. */
  readonly buffer: { readonly size: Size; readonly interval: Duration };
  /** Where objects move as they grow old. */
  readonly tiers: readonly StorageTier[];
  /** How long what was overwritten or deleted can still be brought back. */
  readonly noncurrentRetention: Duration;
  readonly accessLogRetention: Duration;
  readonly queryResultRetention: Duration;
  /** An analyst's query is stopped beyond this many bytes scanned; 1 TiB costs about 5 USD. */
  readonly analystCutoff: Size;
  /** A statement of curation is stopped beyond this many bytes. */
  readonly curationCutoff: Size;
  /** Into how many statements a date of events is cut. */
  readonly curationSlices: number;
  /** How long a date's earlier runs stay readable for queries under way. */
  readonly supersededRunGrace: Duration;
}

/** How features are kept. */
interface FeaturesConfig {
  /** Batches of one shard that are taken in at a time. */
  readonly lanes: number;
  /** How long a viewer who watches nothing is remembered. */
  readonly retention: Duration;
}

/** When a path is looked at, counted from the end of a block of receipt. */
interface PathTerms {
  /** Periods of this span are looked at together: a day of them costs hardly more to ask for than a quarter of an hour. @default - each by itself */
  readonly block?: Duration;
  /** Before this it is of no use to look. */
  readonly from: Duration;
  /** An event that is not there after this is lost, and an alarm says so. */
  readonly within: Duration;
}

/** What the ledger follows, and how soon. docs/ledger.md has what each share costs and finds. */
interface LedgerConfig {
  /** Events whose id ends like this are followed: '' for all, '000' for one in 4,096. */
  readonly auditedSuffix: string;
  /** An account is kept for each of these spans of receipt, and as often `reconcile` runs: whole minutes that an hour is made of. */
  readonly period: Duration;
  /** Partition keys per period and kind of note, each good for 1,000 writes/s. */
  readonly salts: number;
  readonly paths: Readonly<Record<Path, PathTerms>>;
  /** A statement of `reconcile` is stopped beyond this many bytes scanned. */
  readonly cutoff: Size;
  /** How long what is missing is looked for again, and told of. */
  readonly lookBack: Duration;
}

/** How much the warehouse may do. */
interface WarehouseConfig {
  /** RPUs that a query finds: 4, or a multiple of 8. */
  readonly baseRpus: number;
  /** RPUs that it grows to under load. */
  readonly maxRpus: number;
  /** RPU-hours a day beyond which queries are refused: one costs about 0.375 USD. */
  readonly dailyRpuHours: number;
  /** A query is stopped beyond this. */
  readonly longestQuery: Duration;
}

/** Everything in which one stage differs from another. */
export interface StageConfig {
  readonly name: StageName;
  readonly streamCapacity: StreamCapacity;
  /** How long a reader that is down may stay down. */
  readonly streamRetention: Duration;
  /** Session buckets: many times the shards that the stream may ever have, so that shards stay evenly filled. */
  readonly eventBuckets: number;
  /** Partition keys per instant for presence, each good for 1,000 writes/s; no more than the stream has shards. */
  readonly presenceSalts: number;
  /** Batches of one shard that are counted at a time. */
  readonly countingLanes: number;
  /** Memory of publish-counts, in MiB: about 3 KB per concurrent stream. */
  readonly publisherMemoryMiB: number;
  /** How long an instant takes late events. */
  readonly closeAfter: Duration;
  /** How long live counts can be read back. */
  readonly countRetention: Duration;
  readonly quarantineRetention: Duration;
  readonly logRetention: RetentionDays;
  /** What becomes of data when a stack is deleted. */
  readonly removalPolicy: RemovalPolicy;
  /** Whether a stack must be unlocked before it can be deleted. */
  readonly terminationProtection: boolean;
  /** Most requests per second that the API lets through; beyond the account's quota (10,000 at first) that one rules. */
  readonly requestRateLimit: number;
  /** Where alarms go. */
  readonly alarmAddress: string;
  /** The CDNs that playback quality is told apart by; every other one is "other". Each adds seven cohorts of metrics. */
  readonly cdns: readonly string[];
  readonly qualityAlarms: QualityAlarmLimits;
  /** How many pollers read the quality queue at least; 0 for those that Lambda scales by itself, from five up. */
  readonly qualityPollers: number;
  /** Origins whose pages may send events; apps send none. */
  readonly allowedOrigins: readonly string[];
  readonly lake: LakeConfig;
  readonly features: FeaturesConfig;
  readonly ledger: LedgerConfig;
  readonly warehouse: WarehouseConfig;
}

/** Every stage's configuration. */
export const STAGES: Readonly<Record<StageName, StageConfig>> = { dev, staging, prod };
