import type { Duration, Size } from 'aws-cdk-lib';
import type { Path } from '../../domain/ledger/paths';

/** When the ledger checks a path, counted from the end of a block of receipt. */
interface PathTerms {
  /**
   * All periods within this span are checked together, because querying a day costs hardly more than 15 minutes.
   * @default - each period separately
   */
  readonly block?: Duration;
  /** The earliest time at which the events can be in the path. */
  readonly from: Duration;
  /** An event that is missing after this is lost, and an alarm fires. */
  readonly within: Duration;
}

/** Which events the ledger audits, and when. docs/ledger.md has the costs and the detection limits. */
export interface LedgerConfig {
  /** Events whose id ends with this suffix are audited: '' for all, '000' for one in 4,096. */
  readonly auditedSuffix: string;
  /** The time span of one account, and how often `reconcile` runs: whole minutes that divide an hour. */
  readonly period: Duration;
  /** Partition keys per period and kind of note; each accepts 1,000 writes/s. */
  readonly salts: number;
  readonly paths: Readonly<Record<Path, PathTerms>>;
  /** A statement of `reconcile` that scans more is cancelled. */
  readonly cutoff: Size;
  /** How long missing events are searched for and reported. */
  readonly lookBack: Duration;
}
