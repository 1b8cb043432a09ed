import type { Duration, Size } from 'aws-cdk-lib';
import type { Path } from '../../domain/ledger/account';

/** When the ledger checks a path, counted from the end of a block of receipt. */
interface PathTerms {
  /** Periods of this span are checked together: a day costs hardly more to query than a quarter of an hour. @default - each period separately */
  readonly block?: Duration;
  /** No check before this can find the events. */
  readonly from: Duration;
  /** An event that is not there after this is lost, and an alarm fires. */
  readonly within: Duration;
}

/** What the ledger audits, and how soon. docs/ledger.md says what each share costs and finds. */
export interface LedgerConfig {
  /** Events whose id ends like this are audited: '' for all, '000' for one in 4,096. */
  readonly auditedSuffix: string;
  /** The time span of one account, and how often `reconcile` runs: whole minutes that divide an hour. */
  readonly period: Duration;
  /** Partition keys per period and kind of note, each good for 1,000 writes/s. */
  readonly salts: number;
  readonly paths: Readonly<Record<Path, PathTerms>>;
  /** A statement of `reconcile` that scans more is cancelled. */
  readonly cutoff: Size;
  /** How long missing events are looked for, and reported. */
  readonly lookBack: Duration;
}
