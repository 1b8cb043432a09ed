/** Where an accepted event must be found, and a refused one: `quarantined`. */
export const PATHS = ['counted', 'raw', 'curated', 'mirrored', 'quarantined'] as const;
export type Path = (typeof PATHS)[number];

/** What must be in a path against what is. */
export interface Comparison {
  /** Different events that must be there. */
  readonly expected: number;
  /** Of those, how many are. */
  readonly found: number;
  /** In the path and expected by nobody: the note of their acceptance was lost, not they. */
  readonly unannounced: number;
  /** Some that are missing, to look for. */
  readonly examples: readonly string[];
}

/** How a path stands in an account. */
export interface Entry extends Comparison {
  /** Missing, and there is time left to come. */
  readonly pending: number;
  /** Missing, and its time is over. */
  readonly lost: number;
}

/** The account of one period of receipt. */
export interface Account {
  /** When the period begins, epoch ms. */
  readonly period: number;
  /** Different audited events that were accepted in it. */
  readonly accepted: number;
  readonly refused: number;
  /** By path, once it was looked at. */
  readonly entries: Readonly<Partial<Record<Path, Entry>>>;
}

const EXAMPLES = 10;

/**
 * Compares by identity. Sets, not sums: a copy of an event, a batch that comes again or a file that is written twice
 * changes nothing, and an event that is there twice never hides one that is not there.
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

/** What is missing is lost once its time is over. */
export const toEntry = (comparison: Comparison, isOverdue: boolean): Entry => {
  const missing = comparison.expected - comparison.found;
  return { ...comparison, pending: isOverdue ? 0 : missing, lost: isOverdue ? missing : 0 };
};

/** Whether nothing is missing: such an entry is not looked at again. */
export const isSettled = (entry: Entry | undefined): boolean => entry !== undefined && entry.found === entry.expected;
