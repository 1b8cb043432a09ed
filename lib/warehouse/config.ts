import type { Duration } from 'aws-cdk-lib';

/** The capacity and the limits of the warehouse. */
export interface WarehouseConfig {
  /**
   * The ids of the zones of its three subnets. Redshift Serverless supports particular zones of a region, and an id
   * names the same zone in every account, unlike a name such as us-east-1a. One zone may occur twice where a region has
   * only two that are supported (us-west-1).
   * https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-usage-considerations.html
   */
  readonly zoneIds: readonly [string, string, string];
  /** RPUs that are ready for a query: 4, or a multiple of 8. */
  readonly baseRpus: number;
  /** The maximum number of RPUs under load. */
  readonly maxRpus: number;
  /** RPU-hours per day after which queries are refused; an RPU-hour costs about 0.375 USD. */
  readonly dailyRpuHours: number;
  /** A query that takes longer is cancelled. */
  readonly longestQuery: Duration;
}
