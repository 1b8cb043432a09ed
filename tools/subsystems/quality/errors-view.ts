/** The error codes of today, as the console shows them. */
export interface ErrorsView {
  readonly codes: readonly ErrorRow[];
  /** The sessions today with codes that are not listed. */
  readonly otherSessions: number;
  /** When the list was made, epoch ms; null if there were no errors today. */
  readonly rankedAt: number | null;
}

/** One error code. */
export interface ErrorRow {
  readonly code: string;
  /** The sessions of the last ten minutes. */
  readonly recentSessions: number;
  /** The sessions of today. */
  readonly sessions: number;
  /** Epoch ms. */
  readonly firstSeenAt: number;
  /** Values with their sessions, the most frequent first. */
  readonly appVersions: readonly (readonly [value: string, sessions: number])[];
  readonly deviceTypes: readonly (readonly [value: string, sessions: number])[];
  readonly contentIds: readonly (readonly [value: string, sessions: number])[];
}
