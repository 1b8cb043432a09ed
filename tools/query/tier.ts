import { CommandFailed } from '../command/errors';
import type { Query } from './query';

/** A row as text; undefined for a null. */
export type Row = readonly (string | undefined)[];

/** The result of a query that succeeded. */
export interface QueryResult {
  readonly columns: readonly string[];
  /** The rows, page by page; a page is fetched when it is needed. */
  readonly pages: () => AsyncIterable<readonly Row[]>;
  /** The number of bytes that the query scanned or returned, and their cost. */
  readonly cost: string;
  readonly seconds: number;
}

/** The state of a query that is running. */
export interface Progress {
  readonly state: string;
  /** Undefined if the engine does not report it. */
  readonly scannedBytes?: number;
  readonly seconds: number;
}

/** The tiers: the last seven dates in the warehouse, and all history in the lake. */
export const TIER_NAMES = ['warehouse', 'lake'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** An engine and the data that it can query. */
export interface Tier {
  readonly name: TierName;
  /** The maximum cost of a query, in sentences; rejects with {@link QueryFailed} if the engine refuses the query. */
  estimate(query: Query): Promise<readonly string[]>;
  /** Rejects with {@link QueryFailed} if the query fails, reaches a limit, or is stopped by the signal. */
  run(query: Query, report: (progress: Progress) => void, signal: AbortSignal): Promise<QueryResult>;
}

/** The query has no result; the message says why and what to do next. */
export class QueryFailed extends CommandFailed {}
