import { CommandFailed } from '../command/errors';

/** A row as text; undefined for a null. */
export type Row = readonly (string | undefined)[];

/** What is asked: one SELECT, with a literal for each of its `?`. */
export interface Question {
  readonly sql: string;
  readonly literals: readonly string[];
}

/** What the partitions that a question touches weigh in one table. */
export interface TableWeight {
  readonly table: string;
  readonly partitions: number;
  readonly bytes: number;
}

/** What a question may come to, told before it runs. */
export interface Estimate {
  readonly tables: readonly TableWeight[];
  /** At most so many bytes are read: columns that are not asked for are not. */
  readonly bytes: number;
  readonly costUsd: number;
  /** Beyond it the question is stopped; undefined where nothing stops it. */
  readonly cutoffBytes: number | undefined;
}

/** What a question came to. */
export interface Answer {
  readonly columns: readonly string[];
  /** Its rows, page by page, as they are asked for. */
  readonly pages: () => AsyncIterable<readonly Row[]>;
  /** How many bytes of what, and their cost, in half a sentence. */
  readonly bill: string;
  readonly seconds: number;
}

/** How a question under way stands. */
export interface Progress {
  readonly state: string;
  /** Undefined where the engine does not tell as it goes. */
  readonly scannedBytes?: number;
  readonly seconds: number;
}

/** The tiers: the last seven days in the warehouse, and all history in the lake. */
export const TIER_NAMES = ['warehouse', 'lake'] as const;
export type TierName = (typeof TIER_NAMES)[number];

/** An engine that answers questions over one part of what is kept. */
export interface Tier {
  readonly name: TierName;
  /** What a question may come to, in sentences; rejects with {@link NoAnswer} where the engine does not understand it. */
  foretell(question: Question): Promise<readonly string[]>;
  /** Rejects with {@link NoAnswer} where it fails, is stopped, or the signal aborts it. */
  run(question: Question, tell: (progress: Progress) => void, signal: AbortSignal): Promise<Answer>;
}

/** The query has no result; the message says why and what to do next. */
export class NoAnswer extends CommandFailed {}
