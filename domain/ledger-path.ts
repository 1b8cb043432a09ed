/** The kinds of notes: collect notes the events that it accepts and refuses, count-viewers those that it counts. */
export type NoteKind = 'accepted' | 'refused' | 'counted';

/**
 * Where the ledger finds a set of event ids.
 *
 * - `notes`: the notes of this kind.
 * - `athena`, `redshift`: a statement in the subsystem's folder `sql/<subsystem>/ledger`, by its name without `.sql`. It
 *   returns a row for each audited event of a span: the period of receipt in epoch ms, and the id.
 */
export type IdSource = { readonly notes: NoteKind } | { readonly athena: string } | { readonly redshift: string };

/** A path that the ledger checks event by event. */
interface ComparedIds {
  /** The events that must be in the path. */
  readonly expected: IdSource;
  /** The events that are. */
  readonly found: IdSource;
}

/** A path that the ledger checks by a statement of Athena, which does the comparison. */
interface ComparedCounts {
  /** Returns a row for each period: epoch ms, the number of expected events, and how many of them are in the path. */
  readonly counts: string;
}

/** A path that events take, as a subsystem registers it with the ledger. */
export type LedgerPath = (ComparedIds | ComparedCounts) & {
  /** The path's name in accounts, metrics and the stage's configuration. */
  readonly name: string;
  /** True if the expected events are those in raw: then the path is complete only once raw is. */
  readonly isComparedWithRaw?: boolean;
};
