/** Who sets a limit: the stage's configuration, AWS until the account requests more, or AWS without exception. */
type Source = 'declared' | 'quota' | 'fixed';

/** One limit that a load may reach. */
export interface Limit {
  readonly what: string;
  /** The amount that the load needs. */
  readonly needed: number;
  readonly limit: number;
  readonly source: Source;
  /** The setting or quota to raise before the load reaches the limit. */
  readonly raise: string;
}

/** Limits the writes of an on-demand table per second, by the account's default quota. */
export const tableWritesLimit = (table: string, writesPerSecond: number): Limit => ({
  what: `writes/s of the ${table} table`,
  needed: writesPerSecond,
  limit: 40_000,
  source: 'quota',
  raise: 'DynamoDB L-34F6A552; warm throughput before an event',
});
