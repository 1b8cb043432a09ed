import type { Duration } from 'aws-cdk-lib';

/** How much the warehouse may do. */
export interface WarehouseConfig {
  /** RPUs that are ready for a query: 4, or a multiple of 8. */
  readonly baseRpus: number;
  /** RPUs that it may grow to under load. */
  readonly maxRpus: number;
  /** RPU-hours a day after which queries are refused; one costs about 0.375 USD. */
  readonly dailyRpuHours: number;
  /** A query that takes longer is cancelled. */
  readonly longestQuery: Duration;
}
