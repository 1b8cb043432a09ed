import type { Duration } from 'aws-cdk-lib';

/** The capacity and the limits of the warehouse. */
export interface WarehouseConfig {
  /** RPUs that are ready for a query: 4, or a multiple of 8. */
  readonly baseRpus: number;
  /** The maximum number of RPUs under load. */
  readonly maxRpus: number;
  /** RPU-hours per day after which queries are refused; an RPU-hour costs about 0.375 USD. */
  readonly dailyRpuHours: number;
  /** A query that takes longer is cancelled. */
  readonly longestQuery: Duration;
}
