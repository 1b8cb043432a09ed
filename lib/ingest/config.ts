import type { Duration } from 'aws-cdk-lib';

/** How the stream of viewing events gets its capacity: on demand, or as a fixed number of shards. */
type StreamCapacity = { readonly mode: 'on-demand' } | { readonly mode: 'provisioned'; readonly shards: number };

/** How a stage accepts events. */
export interface IngestConfig {
  readonly streamCapacity: StreamCapacity;
  /** How long a reader of the stream may be down without losing records. */
  readonly streamRetention: Duration;
  /** Session buckets: many times the shards that the stream may ever have, so that shards stay evenly filled. */
  readonly eventBuckets: number;
  readonly quarantineRetention: Duration;
  /**
   * The most requests per second that the API accepts in the long run. This is the ceiling of what a flood of events can
   * cost. Up to 10,000 until AWS raises the account's quota.
   * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html
   */
  readonly requestRateLimit: number;
  /** The most requests that the API accepts at once, beyond its rate. Up to 5,000 until AWS raises the account's quota. */
  readonly requestBurstLimit: number;
  /** Origins whose pages may send events; apps send no origin. */
  readonly allowedOrigins: readonly string[];
}
