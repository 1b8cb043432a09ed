import type { Path } from './paths';

/** The events that must be in a path, compared with those that are. */
export interface Comparison {
  /** Distinct events that must be in the path. */
  readonly expected: number;
  /** How many of the expected events are in the path. */
  readonly found: number;
  /** Events that are in the path but not expected: their note of acceptance was lost, not the events. */
  readonly unannounced: number;
  /** The ids of some missing events, for the investigation. */
  readonly examples: readonly string[];
}

/** The state of a path in an account. */
export interface Entry extends Comparison {
  /** Missing events that may still arrive. */
  readonly pending: number;
  /** Missing events whose deadline has passed. */
  readonly lost: number;
}

/** The account of one period of receipt. */
export interface Account {
  /** Start of the period, epoch ms. */
  readonly period: number;
  /** Distinct audited events that were accepted in the period. */
  readonly accepted: number;
  readonly refused: number;
  /** By path; a path has no entry before its first check. */
  readonly entries: Readonly<Partial<Record<Path, Entry>>>;
}

const EXAMPLES = 10;

/**
 * Compares by event id. Sets, not sums: a copy of an event, a redelivered batch or a file that is written twice
 * changes nothing, and an event that occurs twice never hides a missing one.
 */
export const compare = (expected: ReadonlySet<string>, found: ReadonlySet<string>): Comparison => {
  const examples: string[] = [];
  let missing = 0;
  for (const id of expected) {
    if (found.has(id)) continue;
    missing++;
    if (examples.length < EXAMPLES) examples.push(id);
  }
  const present = expected.size - missing;
  return { expected: expected.size, found: present, unannounced: found.size - present, examples };
};

/** Missing events count as pending before the deadline and as lost after it. */
export const toEntry = (comparison: Comparison, isOverdue: boolean): Entry => {
  const missing = comparison.expected - comparison.found;
  return { ...comparison, pending: isOverdue ? 0 : missing, lost: isOverdue ? missing : 0 };
};

/** Whether nothing is missing: such an entry is not checked again. */
export const isSettled = (entry: Entry | undefined): boolean => entry !== undefined && entry.found === entry.expected;
